package steading.gateway.tls;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import steading.gateway.tls.Authority.Refusal;

/**
 * A program of the owner's own that writes records: called with {@code add} or {@code remove}, the
 * record's name and its text as arguments, never through a shell. It returns once the record can be
 * found.
 */
final class DnsHook implements Prover.Zone {
  private static final Logger LOG = System.getLogger(DnsHook.class.getName());
  private static final int MOST_OF_ITS_WORDS = 2000;

  private final List<String> program;
  private final Duration limit;

  DnsHook(List<String> program, Duration limit) {
    this.program = List.copyOf(program);
    this.limit = limit;
  }

  @Override
  public void add(String name, String value) throws Refusal {
    run("add", name, value);
  }

  @Override
  public void remove(String name, String value) {
    try {
      run("remove", name, value);
    } catch (Refusal e) {
      LOG.log(Level.WARNING, "the record {0} could not be removed: {1}", name, e.why());
    }
  }

  private void run(String what, String name, String value) throws Refusal {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of(what, name, value));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      StringBuilder words = new StringBuilder();
      Thread reader = Thread.ofVirtual().start(() -> words.append(said(process)));
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new Refusal(program.getFirst() + " was not done within " + limit.toSeconds() + " s");
      }
      reader.join();
      if (process.exitValue() != 0) {
        throw new Refusal(
            "%s %s ended with %d: %s"
                .formatted(
                    program.getFirst(), what, process.exitValue(), words.toString().strip()));
      }
    } catch (IOException e) {
      throw new Refusal(program.getFirst() + " cannot be run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal("the daemon ends");
    }
  }

  private static String said(Process process) {
    try {
      byte[] words = process.getInputStream().readNBytes(MOST_OF_ITS_WORDS);
      process.getInputStream().transferTo(OutputStream.nullOutputStream());
      return new String(words, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
