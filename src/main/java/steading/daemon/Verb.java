package steading.daemon;

/**
 * One thing that can be asked of the daemon: its arguments as a record, its result as a record or
 * list of records.
 */
public record Verb<A>(String name, Class<A> arguments, Action<A> action) {
  public interface Action<A> {
    /** The result is rendered as JSON; problems are thrown. */
    Object run(A arguments, Conversation conversation);
  }
}
