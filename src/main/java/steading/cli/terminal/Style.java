package steading.cli.terminal;

/** Colours, where they are wanted. */
public record Style(boolean on) {
  private static final int[] PREFIXES = {36, 33, 32, 35, 34, 96, 93, 92, 95, 94};

  public String bold(String text) {
    return paint("1", text);
  }

  public String dim(String text) {
    return paint("2", text);
  }

  public String good(String text) {
    return paint("32", text);
  }

  public String warning(String text) {
    return paint("33", text);
  }

  public String bad(String text) {
    return paint("31", text);
  }

  /** Always the same colour for the same name. */
  public String named(String name, String text) {
    return paint(Integer.toString(PREFIXES[Math.floorMod(name.hashCode(), PREFIXES.length)]), text);
  }

  /** The colour that a state of an app or service deserves. */
  public String state(String state, String text) {
    return switch (state) {
      case "running", "healthy", "ok", "serving" -> good(text);
      case "stopped", "pending", "starting", "warning", "changing", "degraded" -> warning(text);
      case "failed", "unhealthy", "error", "down", "at risk" -> bad(text);
      default -> text;
    };
  }

  private String paint(String code, String text) {
    return on && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
