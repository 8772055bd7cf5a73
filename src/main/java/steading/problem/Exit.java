package steading.problem;

/** The exit codes that people's scripts rely on. */
public enum Exit {
  DONE(0),
  FAILED(1),
  USAGE(2),
  PENDING(3),
  BUSY(4),
  NOT_FOUND(5);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
