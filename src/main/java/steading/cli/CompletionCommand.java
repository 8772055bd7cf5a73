package steading.cli;

import steading.daemon.control.Json;
import steading.problem.Exit;
import steading.problem.Problem;

/** Prints the script with which a shell completes commands and options. */
final class CompletionCommand extends Command {
  private final Parameter shell = required("SHELL", "bash or zsh");

  CompletionCommand() {
    super("completion", "Print the completion script for bash or zsh.");
    examples("stead completion bash > /etc/bash_completion.d/stead");
  }

  @Override
  int run(Session session) {
    String name = shell.required();
    if (!name.equals("bash") && !name.equals("zsh")) {
      throw Problem.usage(
              "completion.shell", "there is no completion for \"" + name + "\"", "bash or zsh")
          .raise();
    }
    String script = Manual.completion();
    if (session.json()) {
      session
          .terminal()
          .out()
          .println(Json.pretty(Json.object().put("shell", name).put("script", script)));
    } else {
      session.terminal().out().print(script);
    }
    return Exit.DONE.code();
  }
}
