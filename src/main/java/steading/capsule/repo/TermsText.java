package steading.capsule.repo;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import steading.app.Routine;
import steading.compose.yaml.Fields;

/** Terms as they stand in repositories.yaml; what is usual is left out. */
final class TermsText {
  private static final String UPLOAD = "limit-upload";
  private static final String DOWNLOAD = "limit-download";
  private static final String PATIENCE = "patience";
  private static final String APPS = "apps";
  private static final String HOSTS = "resolve";
  private static final String AUTHORITY = "ca";

  private TermsText() {}

  static Terms read(Fields fields) {
    return new Terms(
        limit(fields, UPLOAD),
        limit(fields, DOWNLOAD),
        patience(fields),
        fields.texts(APPS),
        Routine.ofRepository(fields),
        fields.textMap(HOSTS),
        fields.text(AUTHORITY));
  }

  static Map<String, Object> write(Terms terms) {
    Map<String, Object> item = new LinkedHashMap<>();
    if (!terms.apps().isEmpty()) {
      item.put(APPS, terms.apps());
    }
    item.putAll(terms.routine().tree());
    if (terms.upload() > 0) {
      item.put(UPLOAD, terms.upload());
    }
    if (terms.download() > 0) {
      item.put(DOWNLOAD, terms.download());
    }
    if (!terms.patience().equals(Terms.USUAL_PATIENCE)) {
      item.put(PATIENCE, terms.patience().toSeconds() + "s");
    }
    if (!terms.hosts().isEmpty()) {
      item.put(HOSTS, terms.hosts());
    }
    if (terms.authority() != null) {
      item.put(AUTHORITY, terms.authority());
    }
    return item;
  }

  private static int limit(Fields fields, String key) {
    int limit = fields.integer(key, 0);
    if (limit < 0) {
      fields.problem(
          key, "repo.bad-limit", limit + " is no speed", "give KiB a second, or 0 for no limit");
      return 0;
    }
    return limit;
  }

  private static Duration patience(Fields fields) {
    Duration patience = fields.duration(PATIENCE, Terms.USUAL_PATIENCE);
    if (patience.isNegative() || patience.isZero()) {
      fields.problem(
          PATIENCE, "repo.bad-patience", "\"patience\" must be longer than that", "write 5m");
      return Terms.USUAL_PATIENCE;
    }
    return patience;
  }
}
