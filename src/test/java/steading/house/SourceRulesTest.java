package steading.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceRulesTest {
  private static List<SourceFile> main = List.of();
  private static List<SourceFile> all = List.of();

  @BeforeAll
  static void readSources() throws IOException {
    main = SourceFile.under(Path.of("src/main/java"));
    all = SourceFile.under(Path.of("src"));
  }

  @Test
  void theSourcesAreThere() {
    assertThat(main).extracting(SourceFile::path).contains("src/main/java/steading/cli/Main.java");
    assertThat(all)
        .extracting(SourceFile::path)
        .contains("src/test/java/steading/house/SourceRulesTest.java");
  }

  @Test
  void filesAreShort() {
    assertThat(SourceRules.longFiles(all)).isEmpty();
  }

  @Test
  void methodsAreShort() {
    assertThat(SourceRules.longMethods(all)).isEmpty();
  }

  @Test
  void everyPackageSaysWhatItIsFor() {
    assertThat(SourceRules.silentPackages(main)).isEmpty();
  }

  @Test
  void nothingIsPutOff() {
    assertThat(SourceRules.putOff(all)).isEmpty();
  }

  @Test
  void onlyTheCliWritesToTheTerminal() {
    assertThat(SourceRules.printing(main)).isEmpty();
  }

  @Test
  void nothingSleeps() {
    assertThat(SourceRules.sleeping(all)).isEmpty();
  }

  @Test
  void noShellIsStarted() {
    assertThat(SourceRules.shells(main)).isEmpty();
  }

  /** A rule that cannot fail guards nothing. */
  @Nested
  class TheRulesCanFail {
    @Test
    void aFileOf401LinesIsTooLong() throws IOException {
      assertThat(SourceRules.longFiles(source("//\n".repeat(400)))).isEmpty();
      assertThat(SourceRules.longFiles(source("//\n".repeat(401))))
          .containsExactly("src/main/java/steading/plan/A.java has 401 lines; 400 are allowed");
    }

    @Test
    void aMethodOf41LinesIsTooLong() throws IOException {
      assertThat(SourceRules.longMethods(method("\n".repeat(39)))).isEmpty();
      assertThat(SourceRules.longMethods(method("\n".repeat(40))))
          .containsExactly("src/main/java/steading/plan/A.java: m has 41 lines; 40 are allowed");
    }

    @Test
    void aTextBlockCountsAsOneLine() throws IOException {
      String block = "String s = \"\"\"\n" + "a\n".repeat(60) + "\"\"\";";

      assertThat(SourceRules.longMethods(method(block + "\n".repeat(39)))).isEmpty();
      assertThat(SourceRules.longMethods(method(block + "\n".repeat(40)))).hasSize(1);
    }

    @Test
    void aPackageWithoutWordsIsFound() throws IOException {
      List<SourceFile> sources = new ArrayList<>(source("class A {}\n"));
      sources.add(info("package steading.plan;\n"));
      assertThat(SourceRules.silentPackages(sources))
          .containsExactly("src/main/java/steading/plan has no package-info.java that says why");
      sources.add(info("/** Plans. */\npackage steading.plan;\n"));
      assertThat(SourceRules.silentPackages(sources)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"// TO" + "DO later", "/* FIX" + "ME */"})
    void workPutOffIsFound(String comment) throws IOException {
      assertThat(SourceRules.putOff(source("class A {}\n" + comment)))
          .containsExactly("src/main/java/steading/plan/A.java:2 puts work off; do it or leave it");
    }

    @Test
    void printingOutsideTheCliIsFound() throws IOException {
      String body = "System.out.println(1);";
      assertThat(SourceRules.printing(method(body)))
          .containsExactly(
              "src/main/java/steading/plan/A.java uses System.out;"
                  + " only cli writes to the terminal");
      assertThat(
              SourceRules.printing(
                  List.of(SourceFile.parse("src/main/java/steading/cli/A.java", inMethod(body)))))
          .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Thread.sleep(1);", "java.lang.Thread.sleep(d);", "r(Thread::sleep);"})
    void sleepingIsFound(String body) throws IOException {
      assertThat(SourceRules.sleeping(method(body))).hasSize(1);
    }

    @Test
    void namingASleepInATextIsNoSleep() throws IOException {
      assertThat(SourceRules.sleeping(method("String s = \"Thread.sleep\";"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "new ProcessBuilder(\"bash\", x).start();",
          "var l = List.of(\"-c\"); new java.lang.ProcessBuilder(l);",
          "Runtime.getRuntime().exec(new String[] {\"/bin/sh\"});",
        })
    void aShellIsFound(String body) throws IOException {
      assertThat(SourceRules.shells(method(body))).hasSize(1);
    }

    @Test
    void aProgramStartedWithoutAShellIsAllowed() throws IOException {
      assertThat(SourceRules.shells(method("new ProcessBuilder(\"git\", \"status\");"))).isEmpty();
      assertThat(SourceRules.shells(method("options.add(\"-c\");"))).isEmpty();
    }

    private List<SourceFile> method(String body) throws IOException {
      return source(inMethod(body));
    }

    private String inMethod(String body) {
      return "class A {\n  void m() {" + body + "}\n}\n";
    }

    private SourceFile info(String text) throws IOException {
      return SourceFile.parse("src/main/java/steading/plan/package-info.java", text);
    }

    private List<SourceFile> source(String text) throws IOException {
      return List.of(SourceFile.parse("src/main/java/steading/plan/A.java", text));
    }
  }
}
