package steading.journey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import steading.engine.TestEngine;

/**
 * A recipe of one tiny web server without a health check of its own, which answers as its setting
 * {@code manner} says.
 */
final class AnsweringRecipe {
  private static final String COMPOSE =
      """
      services:
        web:
          image: %s
          command:
            - sh
            - -c
            - |
              cat > /tmp/answer.sh <<'END'
              CR=$$(printf '\\r')
              while read -r method path version; do
                while read -r line; do
                  line=$${line%%$$CR}
                  [ -n "$$line" ] || break
                done
                status='200 OK'
                case "$$MANNER$$path" in
                  fails/health) status='500 Internal Server Error' ;;
                  slow/health) sleep 20 ;;
                esac
                printf 'HTTP/1.1 %%s\\r\\nContent-Length: %%d\\r\\n\\r\\n%%s' "$$status" $${#MANNER} "$$MANNER"
              done
              END
              port=8000
              echo "beginning in the manner $$MANNER"
              case "$$MANNER" in
                elsewhere) port=8001 ;;
                deaf) exec sleep 3600 ;;
              esac
              exec nc -ll -p $$port -e /bin/sh /tmp/answer.sh
          environment:
            MANNER: "${MANNER:-well}"
          init: true
          stop_grace_period: 1s
          restart: unless-stopped
      """;

  private static final String RECIPE =
      """
      title: Answering
      description: For a test.
      versions:
        - version: "1"
          notes: First.
      settings:
        manner:
          type: string
          default: well
          variable: MANNER
          help: How it answers.
      services:
        web: {replace: start-first, drain: 1s, health: /health, health_limit: 8s}
      routes:
        - {service: web, port: 8000}
      """;

  private AnsweringRecipe() {}

  /** Writes it below this directory, and returns its own. */
  static Path in(Path directory) throws IOException {
    Path recipe = Files.createDirectories(directory.resolve("answering"));
    Files.writeString(recipe.resolve("compose.yaml"), COMPOSE.formatted(TestEngine.tinyImage()));
    Files.writeString(recipe.resolve("recipe.yaml"), RECIPE);
    return recipe;
  }
}
