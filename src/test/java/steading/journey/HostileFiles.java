package steading.journey;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The three files that people write, each with one place (@) for a word: as a quoted text, and as
 * it stands, which is worse.
 */
final class HostileFiles {
  private static final String APP = "recipe: files\nversion: \"1\"\n";
  private static final String SERVICE = "services:\n  web:\n    image: steading-test/tiny:1\n    ";

  private HostileFiles() {}

  static Map<String, String> apps() {
    Map<String, String> places = new LinkedHashMap<>();
    places.put("recipe", "recipe: @\nversion: \"1\"\n");
    places.put("version", "recipe: files\nversion: @\n");
    places.put("hosts", APP + "hosts: [@]\n");
    places.put("email", APP + "email: @\n");
    places.put("settings key", APP + "settings: {@: x}\n");
    places.put("settings value", APP + "settings: {text: @}\n");
    places.put("scale key", APP + "scale: {@: 1}\n");
    places.put("scale value", APP + "scale: {web: @}\n");
    places.put("state", APP + "state: @\n");
    places.put("key", APP + "@: x\n");
    return places;
  }

  static Map<String, String> recipes() {
    String setting = "settings:\n  text: ";
    String start = "title: T\nversions: [{version: \"1\"}]\n";
    Map<String, String> places = new LinkedHashMap<>();
    places.put("title", "title: @\nversions: [{version: \"1\"}]\n");
    places.put("description", start + "description: @\n");
    places.put("link", start + "links: {@: @}\n");
    places.put("version", "title: T\nversions: [{version: @}]\n");
    places.put("variable", "title: T\nversions: [{version: \"1\", variables: {@: @}}]\n");
    places.put("setting", start + "settings: {@: {type: string}}\n");
    places.put("type", start + setting + "{type: @}\n");
    places.put("default", start + setting + "{type: string, default: @, variable: TEXT}\n");
    places.put("pattern", start + setting + "{type: string, pattern: @, default: a}\n");
    places.put("help", start + setting + "{type: string, help: @}\n");
    places.put("secret", start + "secrets: {@: {length: 20}}\n");
    places.put("service", start + "services: {@: {role: web}}\n");
    places.put("role", start + "services: {web: {role: @}}\n");
    places.put("drain", start + "services: {web: {drain: @}}\n");
    places.put("route service", start + "routes: [{service: @, port: 80}]\n");
    places.put("route path", start + "routes: [{service: web, port: 80, path: @}]\n");
    places.put("route prefix", start + "routes: [{service: web, port: 80, prefix: @}]\n");
    places.put("task", start + "tasks: [{name: @, service: web, command: [a], when: install}]\n");
    places.put(
        "command", start + "tasks: [{name: t, service: web, command: [@], when: install}]\n");
    places.put("job", start + "jobs: {@: {service: web, command: [a]}}\n");
    places.put("schedule", start + "jobs: {j: {service: web, command: [a], schedule: @}}\n");
    places.put("key", start + "@: x\n");
    return places;
  }

  static Map<String, String> composes() {
    Map<String, String> places = new LinkedHashMap<>();
    places.put("service", "services: {@: {image: steading-test/tiny:1}}\n");
    places.put("environment key", SERVICE + "environment: {@: x}\n");
    places.put("environment", SERVICE + "environment: {A: @}\n");
    places.put("environment list", SERVICE + "environment: [@]\n");
    places.put("command", SERVICE + "command: [@]\n");
    places.put("command text", SERVICE + "command: @\n");
    places.put("entrypoint", SERVICE + "entrypoint: [@]\n");
    places.put("label", SERVICE + "labels: {@: @}\n");
    places.put("user", SERVICE + "user: @\n");
    places.put("hostname", SERVICE + "hostname: @\n");
    places.put("container_name", SERVICE + "container_name: @\n");
    places.put("working_dir", SERVICE + "working_dir: @\n");
    places.put("mount", SERVICE + "volumes: [@]\n");
    places.put("mount target", SERVICE + "volumes: [{type: volume, source: v, target: @}]\n");
    places.put("bind", SERVICE + "volumes: [{type: bind, source: @, target: /x}]\n");
    places.put("env_file", SERVICE + "env_file: [@]\n");
    places.put("network", SERVICE + "networks: [@]\n");
    places.put("network_mode", SERVICE + "network_mode: @\n");
    places.put("pid", SERVICE + "pid: @\n");
    places.put("port", SERVICE + "ports: [@]\n");
    places.put("extra host", SERVICE + "extra_hosts: {@: 10.0.0.1}\n");
    places.put("device", SERVICE + "devices: [@]\n");
    places.put("cap_add", SERVICE + "cap_add: [@]\n");
    places.put("security_opt", SERVICE + "security_opt: [@]\n");
    places.put("sysctl", SERVICE + "sysctls: {@: 1}\n");
    places.put("depends_on", SERVICE + "depends_on: [@]\n");
    places.put("healthcheck", SERVICE + "healthcheck: {test: [CMD, @], interval: @}\n");
    places.put("volume name", SERVICE + "restart: always\nvolumes: {@: {name: @}}\n");
    places.put("network name", SERVICE + "restart: always\nnetworks: {@: {name: @}}\n");
    places.put("secret", SERVICE + "restart: always\nsecrets: {s: {file: @}}\n");
    places.put("config", SERVICE + "restart: always\nconfigs: {c: {content: @}}\n");
    places.put("key", SERVICE + "@: x\n");
    return places;
  }

  /** As YAML's double quotes have it. */
  static String quoted(String word) {
    StringBuilder text = new StringBuilder("\"");
    word.codePoints()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            text.append('\\').appendCodePoint(c);
          } else if (c < ' ' || c > '~') {
            text.append(String.format("\\U%08x", c));
          } else {
            text.appendCodePoint(c);
          }
        });
    return text.append('"').toString();
  }
}
