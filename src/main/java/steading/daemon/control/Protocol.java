package steading.daemon.control;

/** The words on the wire, documented in docs/control-socket.md. */
final class Protocol {
  /** Raised when an old command could misunderstand a new daemon, or the other way round. */
  static final int VERSION = 1;

  /** Output and input travel in pieces that stay far below the longest frame, base64 included. */
  static final int CHUNK = 1 << 15;

  static final String FRAME = "frame";

  static final String PROGRESS = "progress";
  static final String NOTE = "note";
  static final String PLAN = "plan";
  static final String ASK = "ask";
  static final String OUTPUT = "output";
  static final String RESULT = "result";
  static final String PROBLEMS = "problems";
  static final String ALIVE = "alive";
  static final String END = "end";

  static final String ANSWER = "answer";
  static final String STDIN = "stdin";
  static final String STDIN_END = "stdin-end";
  static final String RESIZE = "resize";

  private Protocol() {}
}
