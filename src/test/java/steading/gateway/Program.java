package steading.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A program of the machine's, which says all it has to say and ends by itself. */
record Program(Process process) {
  static Program start(Path directory, List<String> command) throws IOException {
    return new Program(
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .start());
  }

  static String run(Path directory, List<String> command) throws IOException {
    return start(directory, command).said();
  }

  /** Returns once it has ended. */
  String said() throws IOException {
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.onExit().join();
    return said;
  }
}
