package steading.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import steading.cli.Main;

class PackageRulesTest {
  private static List<CompiledClass> classes = List.of();

  @BeforeAll
  static void readClasses() throws IOException, URISyntaxException {
    classes =
        CompiledClass.under(
            Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
  }

  @Test
  void theCompiledClassesAreThere() {
    assertThat(classes).extracting(CompiledClass::name).contains("steading.cli.Main");
  }

  @Test
  void packagesUseOnlyThoseBeforeThem() {
    assertThat(PackageRules.brokenOrder(classes)).isEmpty();
  }

  @Test
  void librariesStayBehindTheirFences() {
    assertThat(PackageRules.brokenFences(classes)).isEmpty();
  }

  @Test
  void packageNamesSaySomething() {
    assertThat(PackageRules.emptyPackageNames(classes)).isEmpty();
  }

  /** A rule that cannot fail guards nothing. */
  @Nested
  class TheRulesCanFail {
    @Test
    void aClassMentionsWhatItsSignaturesAnnotationsAndBodiesName() throws IOException {
      CompiledClass parsed = CompiledClass.parse(ownBytes());

      assertThat(parsed.name()).isEqualTo("steading.house.PackageRulesTest");
      assertThat(parsed.mentions())
          .contains(
              "org.junit.jupiter.api.Test",
              "steading.house.CompiledClass",
              "steading.house.PackageRules",
              "java.net.URISyntaxException");
    }

    @Test
    void aLaterPackageIsForbidden() {
      assertThat(PackageRules.brokenOrder(using("steading.plan.Plan", "steading.cli.Main")))
          .containsExactly("steading.plan.Plan uses steading.cli.Main, but cli comes after plan");
    }

    @Test
    void aSubPackageCountsAsItsTop() {
      assertThat(PackageRules.brokenOrder(using("steading.plan.diff.A", "steading.plan.B")))
          .isEmpty();
      assertThat(PackageRules.brokenOrder(using("steading.plan.diff.A", "steading.watch.x.B")))
          .hasSize(1);
    }

    @Test
    void anEarlierPackageIsAllowed() {
      assertThat(PackageRules.brokenOrder(using("steading.cli.Main", "steading.problem.Problem")))
          .isEmpty();
    }

    @Test
    void anUnknownPackageIsForbidden() {
      assertThat(PackageRules.brokenOrder(using("steading.helpers.A", "java.lang.String")))
          .containsExactly(
              "steading.helpers.A is in no known package; add its package to the order");
    }

    @ParameterizedTest
    @CsvSource({
      "com.github.dockerjava.api.DockerClient, engine",
      "org.bouncycastle.cert.X509CertificateHolder, gateway",
      "org.snakeyaml.engine.v2.api.Load, compose",
      "java.sql.Connection, apply",
      "org.sqlite.SQLiteConfig, apply",
      "picocli.CommandLine$Command, cli",
    })
    void aLibraryIsForItsOwnPackageAlone(String library, String only) {
      assertThat(PackageRules.brokenFences(using("steading.watch.Watch", library)))
          .containsExactly(
              "steading.watch.Watch uses %s, which belongs to %s alone".formatted(library, only));
      assertThat(PackageRules.brokenFences(using("steading." + only + ".A", library))).isEmpty();
    }

    @Test
    void anEmptyPackageNameIsForbidden() {
      assertThat(PackageRules.emptyPackageNames(using("steading.plan.util.Strings", "a.B")))
          .containsExactly("steading.plan.util.Strings: a package named util says nothing");
    }

    private List<CompiledClass> using(String name, String mention) {
      return List.of(new CompiledClass(name, Set.of(mention)));
    }

    private byte[] ownBytes() throws IOException {
      try (var in = PackageRulesTest.class.getResourceAsStream("PackageRulesTest.class")) {
        assertThat(in).isNotNull();
        return in.readAllBytes();
      }
    }
  }
}
