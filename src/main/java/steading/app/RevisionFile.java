package steading.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import steading.app.Overlays.OwnFile;
import steading.compose.yaml.Fields;
import steading.compose.yaml.Node;
import steading.compose.yaml.Yaml;
import steading.compose.yaml.YamlWriter;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.problem.Problems;

/**
 * One revision on disk. Its first line is a checksum of the rest, since half a revision would be
 * valid YAML, too, and rolling back to it would lose settings silently.
 */
final class RevisionFile {
  private static final String CHECK = "# Written by Steading, not for editing. sha256: ";

  private RevisionFile() {}

  static String text(Revision revision) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("revision", revision.number());
    tree.put("applied", revision.when().toString());
    tree.put("by", revision.by());
    tree.put("why", revision.why());
    tree.put("app", AppFile.tree(revision.app()));
    tree.put("images", revision.images());
    if (!revision.overlays().isEmpty()) {
      Map<String, String> files = new LinkedHashMap<>();
      revision.overlays().forEach(f -> files.put(f.overlay() + "/" + f.name(), f.encoded()));
      tree.put("overlays", files);
    }
    String body = YamlWriter.write(tree);
    return CHECK + sha256(body) + "\n" + body;
  }

  static Revision read(Path file, String app) {
    String text;
    try {
      text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw damaged(file, "It cannot be read: " + e);
    }
    int end = text.indexOf('\n');
    String body = text.substring(end + 1);
    if (end < 0 || !text.substring(0, end).equals(CHECK + sha256(body))) {
      throw damaged(file, "Its checksum does not match its content");
    }
    return parse(file, body, app);
  }

  private static Revision parse(Path file, String body, String app) {
    Problems problems = new Problems();
    Node root = Yaml.parse(file.toString(), body.getBytes(StandardCharsets.UTF_8), problems);
    if (root == null) {
      throw new ProblemException(problems.list());
    }
    Fields fields = Fields.of(root, problems);
    Fields choices = fields.fields("app");
    if (choices == null) {
      throw damaged(file, "It does not say what was applied");
    }
    try {
      Revision revision =
          new Revision(
              fields.integer("revision", 0),
              Instant.parse(fields.requiredText("applied")),
              fields.text("by", ""),
              fields.text("why", ""),
              AppFile.app(choices, app, problems),
              fields.textMap("images"),
              overlays(fields.textMap("overlays")));
      problems.raiseIfAny();
      return revision;
    } catch (DateTimeException e) {
      throw damaged(file, "It does not say when it was applied");
    }
  }

  private static List<OwnFile> overlays(Map<String, String> files) {
    return files.entrySet().stream()
        .map(file -> {
          String[] names = file.getKey().split("/", 2);
          return new OwnFile(names[0], names[1], file.getValue());
        })
        .toList();
  }

  private static ProblemException damaged(Path file, String why) {
    return Problem.failed(
            "revision.damaged",
            "the revision " + file + " cannot be used",
            "put the file back from a backup, or move it away to make the one before it the latest")
        .because(why)
        .raise();
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
