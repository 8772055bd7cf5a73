package steading.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import steading.engine.TestEngine;

/** A recipe of one tiny web server that fails in the way that its setting {@code mood} says. */
final class MoodyRecipe {
  private static final String COMPOSE =
      """
      services:
        web:
          image: %s
          command:
            - sh
            - -c
            - |
              mkdir -p /tmp/www
              echo "$$MOOD" > /tmp/www/index.html
              case "$$MOOD" in
                crashes) echo "no licence for this machine"; exit 3 ;;
                hungry) echo "reading everything"; exec dd if=/dev/zero of=/dev/null bs=200M ;;
                sick) echo "I can reach nobody" ;;
                *) touch /tmp/well ;;
              esac
              exec httpd -f -p 8000 -h /tmp/www
          environment:
            MOOD: "${MOOD:-fine}"
          expose: ["8000"]
          mem_limit: 24m
          healthcheck:
            test: [CMD, ls, /tmp/well]
            interval: 1s
            timeout: 2s
            retries: 3
          stop_grace_period: 1s
          restart: unless-stopped
      """;

  private static final String RECIPE =
      """
      title: Moody
      description: For a test.
      versions:
        - version: "1"
          notes: First.
      settings:
        mood:
          type: string
          default: fine
          variable: MOOD
          help: How it feels.
      services:
        web: {replace: start-first, drain: 1s}
      routes:
        - {service: web, port: 8000}
      tasks:
        - name: schema
          service: web
          command:
            - sh
            - -c
            - |
              echo "table guests exists already"
              [ "$MOOD" != sleepy ] || sleep 8
              [ "$MOOD" != stubborn ]
          when: install
          before: [web]
          limit: 1m
      """;

  private MoodyRecipe() {}

  /** Writes it below this directory, and returns its own. */
  static Path in(Path directory) {
    try {
      Path recipe = Files.createDirectories(directory.resolve("moody"));
      Files.writeString(recipe.resolve("compose.yaml"), COMPOSE.formatted(TestEngine.tinyImage()));
      Files.writeString(recipe.resolve("recipe.yaml"), RECIPE);
      return recipe;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
