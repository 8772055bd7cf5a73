package steading.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import steading.capsule.repo.Credential;
import steading.cli.terminal.Terminal;
import steading.problem.Problem;
import steading.problem.ProblemException;

/** Secrets from a file, from standard input, or from a person who types them; never from words. */
final class CredentialFile {
  private static final String STDIN = "-";
  private static final int LIMIT = 1 << 16;

  private CredentialFile() {}

  /**
   * @param file null: a person is asked, where there is one
   */
  static Map<String, String> read(
      List<Credential> wanted, @Nullable String file, Terminal terminal) {
    if (wanted.isEmpty()) {
      return Map.of();
    }
    if (file == null) {
      return terminal.canAsk() ? asked(wanted) : Map.of();
    }
    String text = text(file, terminal);
    if (wanted.getFirst().file()) {
      return Map.of(wanted.getFirst().name(), text);
    }
    return lines(wanted, file, text);
  }

  /** A secret that a person types, unseen. */
  static @Nullable String typed(String words) {
    char[] typed = Objects.requireNonNull(System.console()).readPassword("%s: ", words);
    return typed == null ? null : new String(typed).strip();
  }

  /** A file's whole text. */
  static String text(String file, Terminal terminal) {
    try {
      byte[] bytes =
          file.equals(STDIN)
              ? terminal.in().readNBytes(LIMIT)
              : Files.readAllBytes(Path.of(file).toAbsolutePath());
      if (bytes.length < LIMIT) {
        return new String(bytes, StandardCharsets.UTF_8);
      }
    } catch (NoSuchFileException e) {
      throw unreadable(file, "it is not there");
    } catch (IOException e) {
      throw unreadable(file, String.valueOf(e.getMessage()));
    }
    throw unreadable(file, "it is too long for what it should be");
  }

  private static Map<String, String> asked(List<Credential> wanted) {
    Console console = Objects.requireNonNull(System.console());
    Map<String, String> values = new LinkedHashMap<>();
    for (Credential each : wanted) {
      if (each.file()) {
        String file = console.readLine("%s: ", each.words());
        values.put(each.name(), file == null ? "" : text(file.strip(), Terminal.ofProcess()));
      } else {
        char[] typed = console.readPassword("%s: ", each.words());
        if (typed != null && typed.length > 0) {
          values.put(each.name(), new String(typed).strip());
        }
      }
    }
    return values;
  }

  /** Lines as {@code name = value}; the names of other tools' files are understood. */
  private static Map<String, String> lines(List<Credential> wanted, String file, String text) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : text.lines().map(String::strip).toList()) {
      if (line.isEmpty() || line.startsWith("#") || line.startsWith("[")) {
        continue;
      }
      String[] parts = line.split("[=:]", 2);
      String name = usual(parts[0]);
      if (parts.length < 2 || wanted.stream().noneMatch(each -> each.name().equals(name))) {
        // The line itself may be the secret.
        throw Problem.usage(
                "repo.bad-credentials",
                "a line of " + file + " is not understood",
                "write one line each: "
                    + String.join(", ", wanted.stream().map(each -> each.name() + " = …").toList()))
            .raise();
      }
      String value = parts[1].strip();
      if (!value.isEmpty()) {
        values.put(name, value);
      }
    }
    return values;
  }

  private static String usual(String written) {
    String name = written.strip().toLowerCase(Locale.ROOT).replace('_', '-');
    String bare = name.replaceFirst("^(export )?(aws|azure|restic-rest)-", "");
    return switch (bare) {
      case "username" -> "user";
      case "password" -> "login-password";
      case "account-sas" -> "sas";
      case "key" -> "account-key";
      default -> bare;
    };
  }

  private static ProblemException unreadable(String file, String why) {
    return Problem.usage(
            "usage.unreadable", file + " cannot be read", "name a file that is there, or -")
        .because(why)
        .raise();
  }
}
