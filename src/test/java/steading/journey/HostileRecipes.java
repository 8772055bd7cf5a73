package steading.journey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Two small recipes: one to be called by hostile words, one whose files are made of them. */
final class HostileRecipes {
  static final String RECIPE =
      """
      title: Tiny
      versions:
        - version: "1"
      settings:
        text: {type: string, default: "", variable: TEXT}
      jobs:
        tidy: {service: web, command: ["true"], limit: 1m}
      """;

  /** Its log tries to take over whoever reads it. */
  static final String COMPOSE =
      """
      services:
        web:
          image: steading-test/tiny:1
          command:
            - sh
            - -c
            - |
              printf '\\033]52;c;cm0gLXJmIC8=\\007copied\\n'
              printf '\\033[2J\\033[1;1Hscreen\\033[1A\\n'
              printf '\\342\\200\\256turned\\302\\233[31m\\rback\\n'
              exec sleep 100000
          environment:
            TEXT: "${TEXT:-}"
          stop_grace_period: 1s
      """;

  /** What would give a container the host. */
  static final List<String> GREED =
      List.of(
          "privileged: true",
          "volumes: [/var/run/docker.sock:/var/run/docker.sock]",
          "volumes: [/run:/run:ro]",
          "volumes: [/:/host]",
          "volumes: [../../../etc:/etc:ro]",
          "volumes: [{type: bind, source: /root, target: /x}]",
          "network_mode: host",
          "network_mode: bridge",
          "network_mode: \"container:other\"",
          "pid: host",
          "ipc: host",
          "uts: host",
          "userns_mode: host",
          "cgroup: host",
          "cap_add: [ALL]",
          "cap_add: [SYS_ADMIN]",
          "devices: [/dev/mem]",
          "security_opt: [seccomp=unconfined]",
          "security_opt: [apparmor=unconfined]",
          "sysctls: {kernel.core_pattern: '|/x'}",
          "ports: ['22:22']",
          "logging: {driver: syslog}",
          "env_file: [/etc/shadow]",
          "build: /",
          "labels: {steading.app: hello}",
          "labels: {com.docker.compose.project: hello}",
          "volumes: [v:/x]\nvolumes: {v: {driver_opts: {type: none, o: bind, device: /}}}",
          "volumes: [v:/x]\nvolumes: {v: {external: true, name: other}}",
          "networks: [n]\nnetworks: {n: {driver: host}}",
          "networks: [n]\nnetworks: {n: {external: true, name: other}}",
          "secrets: [s]\nsecrets: {s: {file: /etc/shadow}}",
          "configs: [c]\nconfigs: {c: {file: ../../../etc/shadow}}");

  private HostileRecipes() {}

  static void write(Path directory) throws IOException {
    write(directory.resolve("tiny"), RECIPE, COMPOSE);
    write(directory.resolve("files"), RECIPE, COMPOSE);
  }

  static void write(Path recipe, String description, String compose) throws IOException {
    Files.createDirectories(recipe);
    Files.writeString(recipe.resolve("recipe.yaml"), description);
    Files.writeString(recipe.resolve("compose.yaml"), compose);
  }
}
