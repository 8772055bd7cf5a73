package steading.journey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What an installation's containers take of the machine, for people who read the tests' output. */
final class Usage {
  private Usage() {}

  static void print(Installation stead) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("docker", "stats", "--no-stream", "--format", "{{.Name}} {{.MemUsage}}"));
    command.addAll(stead.containers());
    Process process = new ProcessBuilder(command).start();
    System.err.println(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
  }
}
