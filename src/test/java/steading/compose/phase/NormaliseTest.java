package steading.compose.phase;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NormaliseTest {
  @TempDir Path directory;
  private Trees trees;

  @BeforeEach
  void start() {
    trees = new Trees(directory);
  }

  private List<String> names(String section) {
    return trees.at(section) instanceof Map<?, ?> map
        ? map.keySet().stream().map(String::valueOf).toList()
        : List.of();
  }

  @Test
  void whatIsUnderstoodIsWrittenDown() {
    trees.layer("services: {web: {build: .}}\nnetworks: {default: {driver: x}}");
    assertThat(trees.at("name")).isEqualTo("demo");
    assertThat(trees.at("networks.default.name")).isEqualTo("demo_default");
    assertThat(trees.at("services.web.build.dockerfile")).isEqualTo("Dockerfile");
    assertThat(trees.at("services.web.build.context")).isEqualTo(directory.toString());
  }

  @Test
  void whoNeedsAnotherServiceWaitsForIt() {
    trees.layer(
        """
        services:
          web: {image: x, links: ["a:b"], volumes_from: [c], pid: "service:d"}
          a: {image: x}
          c: {image: x}
          d: {image: x}
        """);
    assertThat(trees.at("services.web.depends_on.a.restart")).isEqualTo(true);
    assertThat(trees.at("services.web.depends_on.c"))
        .isEqualTo(Map.of("condition", "service_started", "required", true));
    assertThat(trees.at("services.web.depends_on.d.condition")).isEqualTo("service_started");
  }

  @Test
  void variablesOfFilesAndSurroundingsBecomeTheServices() {
    trees.variables.put("KNOWN", "k");
    trees
        .file("one.env", "A=1\nB=1\n")
        .file("two.env", "B=2\nC=\"$A\"\n")
        .file("raw.env", "R=\"$A\"\n")
        .layer(
            """
            services:
              web:
                image: x
                env_file: [one.env, two.env, {path: raw.env, format: raw}]
                environment: [KNOWN, UNKNOWN, A=own]
            """);
    assertThat(trees.at("services.web.environment.KNOWN")).isEqualTo("k");
    assertThat(trees.at("services.web.environment.A")).isEqualTo("own");
    assertThat(trees.at("services.web.environment.B")).isEqualTo("2");
    assertThat(trees.at("services.web.environment.C")).isEqualTo("1");
    assertThat(trees.at("services.web.environment.R")).isEqualTo("\"$$A\"");
    assertThat(trees.at("services.web.environment.UNKNOWN")).isNull();
    assertThat(trees.at("services.web.env_file")).isNull();
  }

  @Test
  void onlyWhatActiveServicesNeedIsThere() {
    trees.layer(
        "services: {web: {image: x}, debug: {image: x, profiles: [p], volumes: ['dv:/x']}}\n"
            + "volumes: {dv: , unused: }");
    assertThat(names("services")).containsExactly("web");
    assertThat(trees.at("volumes")).isNull();
    trees.profiles.add("p");
    assertThat(names("volumes")).containsExactly("dv");
  }

  @Test
  void withoutFillingInVariablesStayAsTheyAreWritten() {
    trees.filling = false;
    trees.profiles.add("*");
    trees.layer("services: {web: {image: 'a:${TAG}', ports: ['${P}:80'], scale: '${N}'}}");
    assertThat(trees.at("services.web.image")).isEqualTo("a:${TAG}");
    assertThat(trees.at("services.web.scale")).isEqualTo("${N}");
  }

  @Test
  void aProviderIsRefusedAndModelsAreHarmless() {
    trees.layer("services: {web: {image: x, models: [m]}}\nmodels: {m: {model: ai/m}}");
    assertThat(trees.at("models.m.model")).isEqualTo("ai/m");
    assertThat(new Trees(directory).layer("services:\n  web:\n    provider: {type: x}\n").told())
        .containsExactly("layer0.yaml:3:5 compose.provider");
  }
}
