package steading.compose.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import steading.problem.Exit;
import steading.problem.Place;
import steading.problem.Problem;
import steading.problem.Problems;

/** Reads YAML 1.2 text; null means that the problems say why there is nothing to work with. */
public final class Yaml {
  static final int MAX_BYTES = 4 << 20;

  private Yaml() {}

  public static @Nullable Node read(Path file, Problems problems) {
    List<Node> documents = documents(file, problems);
    if (documents.size() > 1) {
      several(documents.get(1), problems);
      return null;
    }
    return documents.isEmpty() ? null : documents.getFirst();
  }

  /** Every document of a file; none after a problem. */
  public static List<Node> documents(Path file, Problems problems) {
    String name = file.toString();
    if (!Files.isRegularFile(file)) {
      String what = Files.exists(file) ? " is not a regular file" : " does not exist";
      problems.add(
          new Problem(
              "yaml.no-file", Exit.USAGE, null, name + what, null, "name an existing YAML file"));
      return List.of();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return documents(name, in.readNBytes(MAX_BYTES + 1), problems);
    } catch (IOException e) {
      problems.add(
          Problem.usage(
                  "yaml.unreadable", name + " cannot be read", "check the file and its permissions")
              .because(String.valueOf(e.getMessage())));
      return List.of();
    }
  }

  public static @Nullable Node parse(String file, byte[] bytes, Problems problems) {
    List<Node> documents = documents(file, bytes, problems);
    if (documents.size() > 1) {
      several(documents.get(1), problems);
      return null;
    }
    return documents.isEmpty() ? null : documents.getFirst();
  }

  private static void several(Node second, Problems problems) {
    problems.at(
        second.place(),
        "yaml.documents",
        "the file holds more than one YAML document",
        "keep one document in a file");
  }

  private static List<Node> documents(String file, byte[] bytes, Problems problems) {
    if (bytes.length > MAX_BYTES) {
      problems.at(
          Place.of(file),
          "yaml.too-large",
          "the file is larger than " + (MAX_BYTES >> 20) + " MiB",
          "split it, or move the data out of it");
      return List.of();
    }
    String text = decode(file, bytes, problems);
    return text == null ? List.of() : new TreeBuilder(file, text, problems).build();
  }

  private static @Nullable String decode(String file, byte[] bytes, Problems problems) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    boolean broken =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(in, out, true)
            .isError();
    String text = out.flip().toString();
    if (broken) {
      problems.at(
          end(file, text), "yaml.not-utf8", "the file is not valid UTF-8", "save it as UTF-8");
      return null;
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** The place just behind {@code text}. */
  static Place end(String file, String text) {
    int lastBreak = text.lastIndexOf('\n');
    int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
    return new Place(file, line, text.codePointCount(lastBreak + 1, text.length()) + 1);
  }
}
