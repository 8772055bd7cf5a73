package steading.cli;

import java.util.Map;

/** Where {@code stead config} says something else than Compose 2.26, on purpose. */
final class OracleDifferences {
  private static final String NEWER = "part of the current specification, which 2.26 does not know";

  static final Map<String, String> ALL =
      Map.of(
          "newer-pull-policy", NEWER,
          "newer-models", NEWER,
          "newer-interface-name", NEWER,
          "newer-gw-priority", NEWER,
          "newer-cpu-durations", NEWER,
          "env-file-raw", NEWER,
          "include-unknown-key", "a key that Compose overlooks is a mistake that we tell",
          "volumes-one-letter",
              "a volume may have a name of one letter; Compose takes it for a drive of Windows");

  private OracleDifferences() {}
}
