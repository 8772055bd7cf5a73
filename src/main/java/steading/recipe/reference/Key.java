package steading.recipe.reference;

import java.util.List;

/**
 * A key of the format, as the example tells of it.
 *
 * @param form what its value is made of, in the example's words: {@code list of texts}
 * @param meaning one cell of a table
 * @param notes further paragraphs
 * @param keys of its mapping or of each of its mappings
 */
record Key(
    String name,
    String form,
    boolean required,
    String meaning,
    List<String> notes,
    List<Key> keys) {
  static final String ONE_OF = "one of ";

  Key {
    notes = List.copyOf(notes);
    keys = List.copyOf(keys);
  }

  /** The words that its value is one of; none where it may be any other. */
  List<String> choices() {
    return form.startsWith(ONE_OF)
        ? List.of(form.substring(ONE_OF.length()).split(", "))
        : List.of();
  }
}
