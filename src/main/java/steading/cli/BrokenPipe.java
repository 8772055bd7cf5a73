package steading.cli;

/** Whoever read the output has had enough, as {@code | head} does: no problem at all. */
final class BrokenPipe extends RuntimeException {
  private static final long serialVersionUID = 1L;
}
