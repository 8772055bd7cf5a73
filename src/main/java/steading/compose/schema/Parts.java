package steading.compose.schema;

import static steading.compose.schema.Shape.Trait.IN_JSON;
import static steading.compose.schema.Shape.Trait.NULLABLE;
import static steading.compose.schema.Shape.Trait.REQUIRED;
import static steading.compose.schema.Shape.key;
import static steading.compose.schema.Shape.keys;
import static steading.compose.schema.Shape.list;
import static steading.compose.schema.Shape.map;
import static steading.compose.schema.Shape.single;
import static steading.compose.schema.Shape.unique;

/** What many keys are made of. */
final class Parts {
  static final Shape.Value TEXT = single(Kind.TEXT);
  static final Shape.Value BOOL = single(Kind.BOOL);
  static final Shape.Value INTEGER = single(Kind.INTEGER);
  static final Shape.Value NUMBER = single(Kind.NUMBER);
  static final Shape.Value SIZE = single(Kind.SIZE);
  static final Shape.Value DURATION = single(Kind.DURATION);
  static final Shape TEXTS = list(TEXT);

  /** A list in which nothing may stand twice. */
  static final Shape SET = unique(TEXT);

  static final Shape PAIRS = new Shape.MapOf(single(Kind.PAIR), Shape.ANY_NAME, true);
  static final Shape VARIABLES = new Shape.MapOf(single(Kind.VARIABLE), Shape.ANY_NAME, true);
  static final Shape OPTIONS = map(single(Kind.TEXT_OR_NUMBER));

  /** Commands: an empty one says that the image's is not wanted. */
  static final Shape WORDS = new Shape.ListOf(TEXT, false, true);

  static final Shape HOOK =
      keys(
          key("command", WORDS, NULLABLE, IN_JSON),
          key("user", TEXT),
          key("privileged", BOOL),
          key("working_dir", TEXT),
          key("environment", VARIABLES));

  static final Shape EXTENDS = Shape.closed(key("service", TEXT, REQUIRED), key("file", TEXT));

  private Parts() {}

  static Shape named(Shape value, boolean nothing) {
    return new Shape.MapOf(value, Shape.NAME, nothing);
  }
}
