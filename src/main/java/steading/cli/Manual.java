package steading.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import steading.cli.terminal.Terminal;

/** The help of a command, and the completion script for all of them. */
final class Manual {
  private static final int NARROW = 60;
  private static final int WIDE = 100;

  private Manual() {}

  static void print(Terminal terminal, Command command) {
    Ansi ansi = terminal.outStyle().on() ? Ansi.ON : Ansi.OFF;
    CommandLine line = new CommandLine(spec(command));
    line.setUsageHelpWidth(Math.clamp(terminal.outWidth(), NARROW, WIDE));
    line.usage(terminal.out(), ansi);
  }

  /** One script serves both shells: zsh loads it through its own bashcompinit. */
  static String completion() {
    CommandSpec root = CommandSpec.create().name("stead");
    Map<String, CommandSpec> groups = new HashMap<>();
    for (Command command : Commands.all()) {
      String[] words = command.name().split(" ", 2);
      if (words.length == 1) {
        root.addSubcommand(words[0], spec(command));
      } else {
        groups
            .computeIfAbsent(words[0], group -> CommandSpec.create())
            .addSubcommand(words[1], spec(command));
      }
    }
    groups.forEach(root::addSubcommand);
    return AutoComplete.bash("stead", new CommandLine(root));
  }

  private static CommandSpec spec(Command command) {
    CommandSpec spec = CommandSpec.create().name("stead " + command.name());
    spec.usageMessage()
        .description(command.summary())
        .sortOptions(false)
        .sortSynopsis(false)
        .parameterListHeading("%nArguments:%n")
        .optionListHeading("%nOptions:%n");
    if (!command.examples().isEmpty()) {
      spec.usageMessage().footerHeading("%nExamples:%n");
      spec.usageMessage().footer(indented(command.examples()));
    }
    for (int i = 0; i < command.arguments().size(); i++) {
      spec.addPositional(argument(command.arguments().get(i), i));
    }
    // The options of the command itself come before those that every command has.
    int all = command.options().size();
    command
        .options()
        .subList(Command.COMMON, all)
        .forEach(option -> spec.addOption(option(option)));
    command.options().subList(0, Command.COMMON).forEach(option -> spec.addOption(option(option)));
    return spec;
  }

  private static OptionSpec option(Parameter option) {
    String[] names = option.names().toArray(new String[0]);
    OptionSpec.Builder builder = OptionSpec.builder(names).description(option.description());
    if (option.isFlag()) {
      return builder.type(boolean.class).arity("0").build();
    }
    boolean repeated = option.most() > 1;
    return builder
        .type(repeated ? List.class : String.class)
        .arity("1")
        .paramLabel(option.label())
        .build();
  }

  private static PositionalParamSpec argument(Parameter argument, int position) {
    boolean several = argument.most() > 1;
    return PositionalParamSpec.builder()
        .paramLabel(argument.label())
        .description(argument.description())
        .index(several ? position + "..*" : Integer.toString(position))
        .arity(argument.least() + (several ? "..*" : argument.least() == 0 ? "..1" : ""))
        .required(argument.least() > 0)
        .type(several ? List.class : String.class)
        .build();
  }

  private static String[] indented(List<String> lines) {
    return lines.stream().map(line -> "  " + line).toArray(String[]::new);
  }
}
