package steading.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** HAProxy's worker processes and what they say about themselves, read from the master's socket. */
final class Workers {
  private static final Pattern UPTIME = Pattern.compile("(\\d+)d(\\d+)h(\\d+)m(\\d+)s");
  private static final Pattern DESCRIPTION =
      Pattern.compile("^description: *(\\S+)", Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

  private final MasterSocket socket;

  Workers(MasterSocket socket) {
    this.socket = socket;
  }

  /**
   * @param reloads how many reloads ago it was the current one
   */
  record Worker(long pid, int reloads, Duration age, boolean current) {
    String address() {
      return current ? "@1 " : "@!" + pid + " ";
    }
  }

  /** A line of the statistics: a server, or a front end. */
  record Count(String proxy, String name, long sessions) {}

  /**
   * A server of a worker.
   *
   * @param address empty while it has none
   */
  record Target(String backend, String name, String address, boolean ready) {}

  List<Worker> all() throws IOException {
    return parseWorkers(socket.ask("show proc"));
  }

  Optional<Worker> current() throws IOException {
    return all().stream().filter(Worker::current).findFirst();
  }

  /** The generation that new connections meet; empty while no worker takes any. */
  Optional<String> serving() throws IOException {
    if (current().isEmpty()) {
      return Optional.empty();
    }
    Matcher matcher = DESCRIPTION.matcher(socket.ask("@1 show info"));
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  List<Target> targets() throws IOException {
    return parseTargets(socket.ask("@1 show servers state"));
  }

  List<Target> targets(Worker worker) throws IOException {
    return parseTargets(socket.ask(worker.address() + "show servers state"));
  }

  /** Tells a worker where a target is now. */
  void move(Worker worker, Target target, String address) throws IOException {
    socket.ask(
        worker.address()
            + "set server "
            + target.backend()
            + "/"
            + target.name()
            + " addr "
            + address);
  }

  /** Sessions per front end and server; empty when the worker has just ended. */
  List<Count> counts(Worker worker) throws IOException {
    return parseCounts(socket.ask(worker.address() + "show stat -1 5 -1"));
  }

  /** The keys of one of the current worker's maps. */
  List<String> mapKeys(String map) throws IOException {
    return socket
        .ask("@1 show map " + map)
        .lines()
        .map(line -> line.strip().split(" ", 3))
        .filter(words -> words.length == 3)
        .map(words -> words[1])
        .toList();
  }

  /** Changes a worker's map while it runs; null takes the key away. */
  void put(Worker worker, String map, String key, @Nullable String value) throws IOException {
    socket.ask(worker.address() + "del map " + map + " " + key);
    if (value != null) {
      String answer =
          socket.ask(worker.address() + "add map " + map + " " + key + " " + value).strip();
      // A worker that has just ended answers nothing, and has no client left.
      if (!answer.isEmpty() && worker.current()) {
        throw new IOException("HAProxy did not change " + map + ": " + answer);
      }
    }
  }

  /** All that the present worker counts, as comma-separated values. */
  String statistics() throws IOException {
    return current().isEmpty() ? "" : socket.ask("@1 show stat");
  }

  /** Starts a new worker; the answer is empty before HAProxy 2.7. */
  String reload() throws IOException {
    return socket.ask("reload");
  }

  static List<Worker> parseWorkers(String answer) {
    List<Worker> workers = new ArrayList<>();
    boolean current = true;
    for (String line : answer.lines().toList()) {
      if (line.startsWith("# old workers")) {
        current = false;
      }
      String[] words = line.strip().split("\\s+", -1);
      if (words.length >= 4 && words[1].equals("worker")) {
        workers.add(
            new Worker(
                Long.parseLong(words[0]), Integer.parseInt(words[2]), uptime(words[3]), current));
      }
    }
    return workers;
  }

  private static Duration uptime(String text) {
    Matcher matcher = UPTIME.matcher(text);
    if (!matcher.matches()) {
      return Duration.ZERO;
    }
    return Duration.ofDays(Long.parseLong(matcher.group(1)))
        .plusHours(Long.parseLong(matcher.group(2)))
        .plusMinutes(Long.parseLong(matcher.group(3)))
        .plusSeconds(Long.parseLong(matcher.group(4)));
  }

  static List<Target> parseTargets(String answer) {
    List<Target> targets = new ArrayList<>();
    Map<String, Integer> columns = Map.of();
    for (String line : answer.lines().toList()) {
      if (line.startsWith("# ")) {
        columns = columns(line.substring(2).split(" ", -1));
      } else if (!columns.isEmpty() && !line.isBlank()) {
        String[] words = line.split(" ", -1);
        String address = cell(words, columns, "srv_addr");
        boolean up = cell(words, columns, "srv_op_state").equals("2");
        boolean enabled = cell(words, columns, "srv_admin_state").equals("0");
        targets.add(
            new Target(
                cell(words, columns, "be_name"),
                cell(words, columns, "srv_name"),
                address.equals("-") ? "" : address,
                up && enabled));
      }
    }
    return targets;
  }

  static List<Count> parseCounts(String answer) {
    List<Count> counts = new ArrayList<>();
    Map<String, Integer> columns = Map.of();
    for (String line : answer.lines().toList()) {
      if (line.startsWith("# ")) {
        columns = columns(line.substring(2).split(",", -1));
      } else if (!columns.isEmpty() && line.indexOf(',') > 0) {
        String[] cells = line.split(",", -1);
        String sessions = cell(cells, columns, "scur");
        counts.add(
            new Count(
                cell(cells, columns, "pxname"),
                cell(cells, columns, "svname"),
                sessions.isEmpty() ? 0 : Long.parseLong(sessions)));
      }
    }
    return counts;
  }

  private static Map<String, Integer> columns(String[] names) {
    Map<String, Integer> columns = new HashMap<>();
    for (int index = 0; index < names.length; index++) {
      columns.put(names[index], index);
    }
    return columns;
  }

  private static String cell(String[] cells, Map<String, Integer> columns, String name) {
    Integer index = columns.get(name);
    return index == null || index >= cells.length ? "" : cells[index];
  }
}
