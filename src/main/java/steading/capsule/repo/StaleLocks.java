package steading.capsule.repo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Locks that a helper which was killed left in a repository. restic itself believes in them for
 * half an hour; we know which are ours and that nobody holds them. Those of others stay.
 */
final class StaleLocks {
  private final Restic restic;

  StaleLocks(Restic restic) {
    this.restic = restic;
  }

  /** False when somebody may still need them. */
  boolean remove(Repository repository) {
    if (restic.busy(repository)) {
      return false;
    }
    boolean ours = true;
    boolean any = false;
    for (String id : ids(repository)) {
      any = true;
      ours &= host(repository, id).equals(restic.hostname());
    }
    if (!any) {
      return false;
    }
    // Without --remove-all, restic removes those that it itself knows to be stale.
    Task unlock =
        ours ? Task.on(repository, "unlock", "--remove-all") : Task.on(repository, "unlock");
    return restic.attempt(unlock, Restic.Listener.NONE).done() && ours;
  }

  private List<String> ids(Repository repository) {
    List<String> ids = new ArrayList<>();
    Restic.Result result =
        restic.attempt(Task.on(repository, "list", "locks", "--no-lock"), Restic.Listener.NONE);
    // Such a list is plain lines even where JSON is asked for.
    result.last().stream().filter(line -> line.matches("[0-9a-f]{64}")).forEach(ids::add);
    result.messages().forEach(message -> message.forEach(id -> ids.add(id.asText())));
    return ids;
  }

  private String host(Repository repository, String id) {
    Restic.Result result =
        restic.attempt(Task.on(repository, "cat", "lock", id, "--no-lock"), Restic.Listener.NONE);
    StringBuilder text = new StringBuilder();
    result.messages().stream()
        .map(message -> message.path("hostname"))
        .filter(JsonNode::isTextual)
        .forEach(host -> text.append(host.asText()));
    if (text.isEmpty()) {
      // Printed over several lines.
      result.last().stream()
          .filter(line -> line.startsWith("\"hostname\""))
          .map(line -> line.replaceAll("^\"hostname\":\\s*\"|\",?$", ""))
          .forEach(text::append);
    }
    return text.toString();
  }
}
