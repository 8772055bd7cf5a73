package steading.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import steading.engine.ContainerSeen;
import steading.engine.Engine;

/** Who listens on a port of this machine, as far as the kernel lets this account see. */
public final class ListeningSockets {
  private static final String LISTENING = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private final Path proc;

  public ListeningSockets(Path proc) {
    this.proc = proc;
  }

  /**
   * @param name empty, like the arguments, when the process belongs to somebody whom this account
   *     may not look at
   */
  public record Holder(String name, long pid, List<String> arguments) {
    public static final Holder UNKNOWN = new Holder("", 0, List.of());

    public Holder {
      arguments = List.copyOf(arguments);
    }

    public boolean known() {
      return pid != 0;
    }

    /** The container for which the Engine's own helper listens, as it was told its address. */
    public Optional<ContainerSeen> container(Engine engine) {
      int at = arguments.indexOf("-container-ip") + 1;
      return at == 0 || at >= arguments.size()
          ? Optional.empty()
          : engine.containers(Map.of()).stream()
              .filter(seen -> seen.networks().containsValue(arguments.get(at)))
              .findFirst();
    }
  }

  /** Empty when nobody listens there. */
  public Optional<Holder> holder(int port) throws IOException {
    Set<String> sockets = sockets(port);
    if (sockets.isEmpty()) {
      return Optional.empty();
    }
    for (Path process : processes()) {
      if (holds(process, sockets)) {
        return Optional.of(describe(process));
      }
    }
    return Optional.of(Holder.UNKNOWN);
  }

  private Set<String> sockets(int port) throws IOException {
    Set<String> found = new HashSet<>();
    String suffix = String.format(":%04X", port);
    for (String table : List.of("tcp", "tcp6")) {
      Path file = proc.resolve("net").resolve(table);
      if (!Files.exists(file)) {
        continue;
      }
      try (Stream<String> lines = Files.lines(file)) {
        lines
            .map(line -> line.strip().split("\\s+", -1))
            .filter(words -> words.length > INODE && words[STATE].equals(LISTENING))
            .filter(words -> words[LOCAL_ADDRESS].endsWith(suffix))
            .forEach(words -> found.add("socket:[" + words[INODE] + "]"));
      }
    }
    return found;
  }

  private List<Path> processes() throws IOException {
    try (Stream<Path> entries = Files.list(proc)) {
      return entries
          .filter(entry -> String.valueOf(entry.getFileName()).matches("\\d{1,9}"))
          .toList();
    }
  }

  private static boolean holds(Path process, Set<String> sockets) {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        if (sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
          return true;
        }
      }
      return false;
    } catch (IOException | DirectoryIteratorException e) {
      // It has ended meanwhile, or is not this account's to look at.
      return false;
    }
  }

  private static Holder describe(Path process) {
    try {
      String arguments = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
      return new Holder(
          Files.readString(process.resolve("comm"), StandardCharsets.ISO_8859_1).strip(),
          Long.parseLong(String.valueOf(process.getFileName())),
          List.of(arguments.split("\0", -1)));
    } catch (IOException e) {
      // It has ended meanwhile.
      return Holder.UNKNOWN;
    }
  }
}
