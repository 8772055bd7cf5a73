package steading.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import steading.compose.Network;
import steading.compose.Service;
import steading.compose.Volume;

/**
 * The real Engine for tests. Everything a test makes carries the label of its own {@code
 * TestEngine}, and {@link #close} removes it.
 */
public final class TestEngine implements AutoCloseable {
  public static final String LABEL = "steading.test";
  private static final String IMAGE = "steading-test/tiny:1";
  private static final Object IMAGE_LOCK = new Object();
  private static final List<String> TOOLS =
      List.of(
          "sh",
          "sleep",
          "cat",
          "httpd",
          "nc",
          "id",
          "env",
          "ls",
          "stat",
          "wget",
          "true",
          "false",
          "echo",
          "touch",
          "mkdir",
          "rm",
          "grep",
          "seq",
          "head",
          "tail",
          "wc",
          "kill",
          "ps",
          "stty",
          "dd",
          "chmod",
          "chown",
          "tar",
          "mount",
          "df",
          "hostname",
          "nslookup",
          "ulimit",
          "find");

  private final Engine engine;
  private final String id;

  private TestEngine(Engine engine, String id) {
    this.engine = engine;
    this.id = id;
  }

  public static TestEngine connect() {
    byte[] random = new byte[4];
    new Random().nextBytes(random);
    return new TestEngine(Engine.connect(null), HexFormat.of().formatHex(random));
  }

  public Engine engine() {
    return engine;
  }

  /** A name that no other test has; {@link #close} only removes what also has the label. */
  public String name(String suffix) {
    return "steading-test-" + id + "-" + suffix;
  }

  public Map<String, String> labels() {
    return Map.of(LABEL, id);
  }

  /** A container of the tiny image that runs this command. */
  public ContainerSpec spec(String suffix, String... command) {
    Service service = Service.of(suffix, tinyImage());
    return spec(
        suffix, service.withProgram(service.program().withCommand(List.of(command))), List.of());
  }

  public ContainerSpec spec(String suffix, Service service, List<ContainerSpec.FileSpec> files) {
    return new ContainerSpec(
        name(suffix), tinyImage(), service, Map.of(), Map.of(), labels(), files, List.of());
  }

  /**
   * What the Engine itself says about a thing; {@code kind} is containers, networks, volumes or
   * images.
   */
  public static JsonNode inspect(String kind, String name) {
    String path = kind.equals("containers") || kind.equals("images") ? "/{}/json" : "/{}";
    Wire wire = Wire.connect(EngineAddress.find(null, System.getenv()));
    return wire.ask(Call.get("/" + kind + path, name));
  }

  /** Creates and starts; returns the name. */
  public String run(ContainerSpec spec) {
    engine.create(spec);
    engine.start(spec.name());
    return spec.name();
  }

  public String network(String suffix) {
    engine.createNetwork(name(suffix), network(suffix, List.of()), labels());
    return name(suffix);
  }

  public static Network network(String name, List<Network.Pool> pools) {
    return new Network(name, null, false, null, Map.of(), false, false, false, pools, Map.of());
  }

  public String volume(String suffix) {
    engine.createVolume(
        name(suffix), new Volume(suffix, null, false, null, Map.of(), Map.of()), labels());
    return name(suffix);
  }

  /** What the container has written so far, standard error included. */
  public String output(String container) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Engine.LogStream logs =
        engine.logs(
            container,
            new Engine.LogQuery(false, -1, null, false),
            (_, chunk) -> bytes.writeBytes(chunk))) {
      logs.await();
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Waits until something is so; fails after ten seconds. */
  public static void eventually(String what, BooleanSupplier condition) {
    eventually(what, Duration.ofSeconds(10), condition);
  }

  public static void eventually(String what, Duration limit, BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(limit);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("not so after " + limit.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /**
   * Pushes to a registry, which only tests do; {@code dockerConfig} is a directory as {@code
   * DOCKER_CONFIG} names one.
   */
  public static void push(String reference, Path dockerConfig) {
    Reference named = Reference.parse(reference);
    String login =
        Credentials.of(Map.of("DOCKER_CONFIG", dockerConfig.toString()))
            .header(named.registry())
            .orElse("e30=");
    Call call =
        Call.post("/images/{}/push", named.name())
            .with("tag", named.tag())
            .header("X-Registry-Auth", login);
    Wire wire = Wire.connect(EngineAddress.find(null, System.getenv()));
    ImageCalls.follow(wire, call, _ -> {});
  }

  /**
   * An image of one static busybox, made without any registry: the Debian package is downloaded
   * once with the machine's own apt and unpacked into a cache.
   */
  public static String tinyImage() {
    synchronized (IMAGE_LOCK) {
      try (Engine engine = Engine.connect(null)) {
        if (engine.image(IMAGE).isEmpty()) {
          tinyImage(IMAGE, List.of());
        }
      }
    }
    return IMAGE;
  }

  /** The tiny image under another name, with further lines of a Dockerfile. */
  public static String tinyImage(String reference, List<String> changes) {
    List<String> all = new ArrayList<>(List.of("ENV PATH=/bin", "CMD [\"sh\"]"));
    all.addAll(changes);
    try (Engine engine = Engine.connect(null)) {
      engine.importImage(new ByteArrayInputStream(rootFileSystem()), reference, all);
    }
    return reference;
  }

  /** The image of {@link #tinyImage} as a tar, for Engines other than the machine's own. */
  static byte[] rootFileSystem() {
    try {
      byte[] busybox = Files.readAllBytes(busybox());
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (Tar tar = new Tar(bytes)) {
        for (String directory : List.of("bin", "etc", "run", "var", "var/www", "data")) {
          tar.directory(directory, 0755);
        }
        tar.directory("tmp", 01777);
        tar.file("bin/busybox", busybox, 0755, 0, 0);
        for (String tool : TOOLS) {
          tar.symlink("bin/" + tool, "busybox");
        }
        tar.file(
            "etc/passwd", text("root:x:0:0::/:/bin/sh\nweb:x:1000:1000::/:/bin/sh\n"), 0644, 0, 0);
        tar.file("etc/group", text("root:x:0:\nweb:x:1000:\n"), 0644, 0, 0);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Path busybox() throws IOException {
    for (String place : List.of("/bin/busybox", "/usr/bin/busybox")) {
      if (Files.isExecutable(Path.of(place)) && isStatic(Path.of(place))) {
        return Path.of(place);
      }
    }
    Path cache = Path.of(System.getProperty("java.io.tmpdir"), "steading-test-busybox");
    Files.createDirectories(cache);
    // Several test runs may start at once.
    try (FileChannel channel =
            FileChannel.open(
                cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      Path binary = cache.resolve("busybox");
      if (!Files.exists(binary)) {
        download(cache, binary);
      }
      return binary;
    }
  }

  private static void download(Path cache, Path binary) throws IOException {
    Path unpacked = Files.createTempDirectory(cache, "unpacked");
    run(unpacked, "apt-get", "download", "busybox-static");
    try (Stream<Path> files = Files.list(unpacked)) {
      Path deb = files.filter(file -> file.toString().endsWith(".deb")).findFirst().orElseThrow();
      run(unpacked, "dpkg-deb", "-x", deb.toString(), unpacked.toString());
    }
    Path found = unpacked.resolve("bin/busybox");
    Files.move(Files.exists(found) ? found : unpacked.resolve("usr/bin/busybox"), binary);
  }

  /** A program that names no loader needs no libraries. */
  private static boolean isStatic(Path program) throws IOException {
    try (InputStream stream = Files.newInputStream(program)) {
      byte[] head = stream.readNBytes(4096);
      return !new String(head, StandardCharsets.ISO_8859_1).contains("ld-linux");
    }
  }

  private static void run(Path directory, String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.onExit().join().exitValue();
    if (code != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + code + ":\n" + output);
    }
  }

  /** Removes what carries this test's label, and closes the connection. */
  @Override
  public void close() {
    try (engine) {
      engine.containers(labels()).forEach(container -> engine.remove(container.id()));
      engine.networks(labels()).forEach(network -> engine.removeNetwork(network.name()));
      engine.volumes(labels()).forEach(volume -> engine.removeVolume(volume.name()));
      engine.images(labels()).forEach(image -> engine.removeImage(image.id()));
    }
  }
}
