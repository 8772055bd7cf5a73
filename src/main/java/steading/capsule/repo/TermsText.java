package steading.capsule.repo;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import steading.compose.yaml.Fields;

/** Terms as they stand in repositories.yaml; what is usual is left out. */
final class TermsText {
  private static final String UPLOAD = "limit-upload";
  private static final String DOWNLOAD = "limit-download";
  private static final String PATIENCE = "patience";
  private static final String APPS = "apps";
  private static final String SCHEDULE = "schedule";
  private static final String HOSTS = "resolve";
  private static final String AUTHORITY = "ca";

  private TermsText() {}

  static Terms read(Fields fields) {
    return new Terms(
        limit(fields, UPLOAD),
        limit(fields, DOWNLOAD),
        patience(fields),
        fields.texts(APPS),
        fields.text(SCHEDULE),
        fields.textMap(HOSTS),
        fields.text(AUTHORITY));
  }

  static Map<String, Object> write(Terms terms) {
    Map<String, Object> item = new LinkedHashMap<>();
    if (!terms.apps().isEmpty()) {
      item.put(APPS, terms.apps());
    }
    if (terms.schedule() != null) {
      item.put(SCHEDULE, terms.schedule());
    }
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

  /** The keys that are not the place's. */
  static List<String> keys() {
    return List.of(UPLOAD, DOWNLOAD, PATIENCE, APPS, SCHEDULE, HOSTS, AUTHORITY);
  }
}
