package steading.capsule.repo;

/**
 * Something secret that a place wants to know.
 *
 * @param name by which the owner's file gives it
 * @param words what it is, for a person who is asked
 * @param required false for one that not every server of the kind asks for
 * @param file whether the owner's file is this and nothing else, as a key of SSH is
 */
public record Credential(String name, String words, boolean required, boolean file) {
  static Credential text(String name, String words) {
    return new Credential(name, words, true, false);
  }

  static Credential optional(String name, String words) {
    return new Credential(name, words, false, false);
  }
}
