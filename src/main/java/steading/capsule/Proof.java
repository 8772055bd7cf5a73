package steading.capsule;

import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import steading.app.App;
import steading.apply.Targets.Target;
import steading.capsule.repo.Restic;
import steading.compose.Lifecycle;
import steading.compose.Program;
import steading.compose.Service;
import steading.compose.Wiring;
import steading.engine.ContainerSeen;
import steading.engine.ContainerSeen.Health;
import steading.engine.ContainerSpec;
import steading.engine.ContainerSpec.Attach;
import steading.engine.Disposal;
import steading.engine.Engine;
import steading.engine.Engine.LogQuery;
import steading.plan.Desired.NetworkWanted;
import steading.plan.Labels;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.recipe.Recipe.RouteRule;

/** What a copy of an app must show before its capsule counts as proved. */
record Proof(Means means, Scratch scratch, Target target) {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int LAST_LINES = 15;
  private static final int MOST_ADDRESSES = 4;
  private static final int FIRST_FAULT = 500;

  /**
   * Asks as a browser behind the gateway would, until an answer is no fault or its time is over;
   * then tries to get out. Nothing of what the app says is printed but the status.
   */
  private static final String SCRIPT =
      """
      set -u
      one() {
        timeout 20 bash -c '
          exec 3<>"/dev/tcp/$0/$1" || exit 1
          printf "GET %s HTTP/1.1\\r\\nHost: %s\\r\\nX-Forwarded-Proto: https\\r\\n" "$3" "$2" >&3
          printf "X-Forwarded-Host: %s\\r\\nUser-Agent: Steading\\r\\nAccept: */*\\r\\n" "$2" >&3
          printf "Connection: close\\r\\n\\r\\n" >&3
          IFS= read -r line <&3 && printf %s "$line"' "$@" 2>/dev/null
      }
      ask() {
        local status=000 end=$((SECONDS + 90)) answer
        while :; do
          answer=$(one "$@")
          [[ $answer =~ ^HTTP/1\\.[01]\\ ([0-9]{3}) ]] && status=${BASH_REMATCH[1]}
          (( 10#$status > 0 && 10#$status < 500 )) || (( SECONDS >= end )) && break
          sleep 1
        done
        echo "answer $status $1 $2"
      }
      out() {
        local said
        if said=$(timeout 8 bash -c 'exec 3<>"/dev/tcp/$0/9"' "$1" 2>&1); then
          echo "reached $1"
        elif [[ $said == *refused* ]]; then
          echo "reached $1"
        fi
      }
      while (( $# )); do
        case $1 in
          ask) ask "$2" "$3" "$4" "$5"; shift 5 ;;
          out) out "$2" & shift 2 ;;
          *) exit 2 ;;
        esac
      done
      while read -r _ to via _; do
        if [[ $to == 00000000 && $via != 00000000 ]]; then
          out "$((16#${via:6:2})).$((16#${via:4:2})).$((16#${via:2:2})).$((16#${via:0:2}))" &
        fi
      done </proc/net/route
      wait
      """;

  void run(Course course) {
    List<String> said = course.step("ask it, and try to get out", this::ask);
    course.step("judge it", () -> judge(said));
  }

  private List<String> ask() {
    List<String> command = new ArrayList<>(List.of("-c", SCRIPT, "proof"));
    App app = target.loaded().app();
    for (RouteRule route : target.loaded().recipe().routes()) {
      List<String> hosts = route.hosts(app.hosts());
      command.addAll(
          List.of(
              "ask",
              route.service(),
              String.valueOf(route.port()),
              hosts.isEmpty() ? "localhost" : hosts.getFirst(),
              route.path()));
    }
    addresses().forEach(address -> command.addAll(List.of("out", address)));
    return lines(command);
  }

  /** Of this machine: the nearest thing that is outside. */
  private static List<String> addresses() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
          .map(address -> String.valueOf(address.getHostAddress()))
          .limit(MOST_ADDRESSES)
          .toList();
    } catch (SocketException e) {
      return List.of();
    }
  }

  private List<String> lines(List<String> command) {
    Engine engine = means.engine();
    String name = scratch.home().prefix() + "proof";
    engine.remove(name);
    engine.create(spec(name, command));
    try {
      engine.start(name);
      engine.awaitExit(name, LIMIT);
      return tail(name, -1).lines().toList();
    } finally {
      new Disposal(engine).remove(name);
    }
  }

  private ContainerSpec spec(String name, List<String> command) {
    String image = means.restic().image(Restic.Listener.NONE);
    Service service =
        Service.of("proof", image)
            .withProgram(
                new Program(
                    List.of("bash"), command, Map.of(), "65534:65534", null, false, false, false))
            .withWiring(
                new Wiring(
                    Map.of(), List.of(), List.of(), null, null, List.of(), List.of(), List.of()))
            .withLifecycle(
                new Lifecycle(Map.of(), null, Lifecycle.Restart.NO, "SIGTERM", Duration.ZERO));
    Map<String, Attach> networks = new LinkedHashMap<>();
    target.desired().networks().stream()
        .map(NetworkWanted::real)
        .filter(means.engine()::networkExists)
        .forEach(real -> networks.put(real, new Attach(List.of(), null, null)));
    Map<String, String> labels = Map.of(Labels.HOME, scratch.home().id(), Labels.SYSTEM, "proof");
    return new ContainerSpec(
        name, image, service, networks, Map.of(), labels, List.of(), List.of());
  }

  private void judge(List<String> said) {
    List<Problem> problems = new ArrayList<>();
    long answers = 0;
    for (String line : said) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("reached")) {
        problems.add(
            failed("drill.not-isolated", "the copy was not cut off: it reached " + words[1]));
      } else if (words[0].equals("answer") && words.length == 4) {
        answers++;
        refuse(words[2], Integer.parseInt(words[1]), problems);
      }
    }
    if (answers < target.loaded().recipe().routes().size()) {
      problems.add(
          failed("drill.no-answer", "the copy could not be asked whether it serves")
              .because(String.join("\n", said)));
    }
    scratch.containers().stream()
        .filter(seen -> seen.label(Labels.SYSTEM).isEmpty() && !well(seen))
        .forEach(seen -> problems.add(unwell(seen)));
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  private void refuse(String service, int status, List<Problem> problems) {
    if (status == 0 || status >= FIRST_FAULT) {
      problems.add(
          failed(
                  "drill.no-answer",
                  service
                      + (status == 0 ? " does not answer HTTP" : " answers with status " + status))
              .because(lastLines(service)));
    }
  }

  private static boolean well(ContainerSeen seen) {
    return (seen.running() && seen.health() != Health.UNHEALTHY)
        || (seen.state() == ContainerSeen.State.EXITED
            && seen.exitCode() == 0
            && seen.restartPolicy().equals("no"));
  }

  private Problem unwell(ContainerSeen seen) {
    String service = seen.label(Labels.SERVICE);
    return failed("drill.unwell", service + " does not stay well").because(lastLines(service));
  }

  private static Problem failed(String code, String what) {
    return Problem.failed(code, what, "see the lines above");
  }

  private String lastLines(String service) {
    String lines =
        scratch.containers().stream()
            .filter(seen -> seen.label(Labels.SERVICE).equals(service))
            .map(seen -> tail(seen.name(), LAST_LINES).strip())
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining("\n"));
    return lines.isEmpty()
        ? "It wrote no log"
        : "Its last log lines:\n  " + lines.replace("\n", "\n  ");
  }

  private String tail(String container, int count) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (Engine.LogStream log =
        means
            .engine()
            .logs(
                container,
                new LogQuery(false, count, null, false),
                (stderr, chunk) -> text.writeBytes(chunk))) {
      log.await();
    }
    return text.toString(StandardCharsets.UTF_8);
  }
}
