package steading.engine;

import org.jspecify.annotations.Nullable;

/** What the Engine answered when it did not do what it was asked. */
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public enum Reason {
    UNREACHABLE,
    NOT_FOUND,
    NAME_TAKEN,
    CONFLICT,
    BAD_REQUEST,
    PORT_TAKEN,
    NO_SPACE,
    DENIED,
    BUILD_FAILED,
    FAILED
  }

  private final Reason reason;

  public EngineException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public EngineException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** The message, also where the type allows none: ours always have one. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
