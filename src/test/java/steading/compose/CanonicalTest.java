package steading.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steading.compose.yaml.YamlWriter;

class CanonicalTest {
  private static final String FULL =
      """
      services:
        web:
          image: x:1
          build: .
          init: true
          environment: {A: 012, H: "$$x ${NO-def}"}
          ports: ["8080:80", "127.0.0.1:53:53/udp"]
          volumes: ["data:/d", "./x:/x:ro", "/anon"]
          command: echo "a b" $$X
          healthcheck: {test: curl x, interval: 90s}
          secrets: [{source: s, mode: 0400}]
          depends_on: [db]
          deploy: {replicas: 2}
          ulimits: {nofile: 1024, nproc: {soft: 1, hard: 2}}
          extra_hosts: ["a:1.2.3.4"]
          tmpfs: /run:size=1m
          mem_limit: 64m
          stop_grace_period: 90s
          networks: {default: {aliases: [q]}, back: }
        db: {image: y, restart: "on-failure:3", networks: [back], healthcheck: {disable: true}}
      networks: {back: {ipam: {config: [{subnet: 10.0.0.0/24}]}}}
      volumes: {data: , other: {external: true}}
      secrets: {s: {environment: HOME}}
      """;

  @TempDir Path directory;
  private Loading loading;

  @BeforeEach
  void start() {
    loading = new Loading(directory);
  }

  @Test
  void aProjectIsPrintedAsComposePrintsIt() {
    Project project = loading.compose(FULL).project();
    assertThat(loading.problems.list()).isEmpty();
    assertThat(YamlWriter.write(Canonical.of(project)))
        .startsWith(
            """
            name: demo
            services:
              db:
                healthcheck:
                  disable: true
                image: "y"
                networks:
                  back: null
                restart: on-failure:3
              web:
                build:
                  context: %s
                  dockerfile: Dockerfile
                command:
                  - echo
                  - a b
                  - $$X
            """
                .formatted(directory))
        .contains("      A: \"10\"\n      H: $$x def\n")
        .contains("        published: \"8080\"\n        protocol: tcp\n")
        .contains("        mode: \"0400\"\n")
        .contains("  data:\n    name: demo_data\n  other:\n    name: other\n    external: true\n")
        .endsWith("secrets:\n  s:\n    name: demo_s\n    environment: HOME\n");
  }

  @Test
  void theCanonicalTextLoadsAsTheSameProject() {
    String once = YamlWriter.write(Canonical.of(loading.compose(FULL).project()));
    Loading again = new Loading(directory);
    String twice = YamlWriter.write(Canonical.of(again.compose(once).project()));
    assertThat(again.problems.list()).isEmpty();
    assertThat(twice).isEqualTo(once);
  }
}
