package steading.compose;

import java.nio.file.Path;

/** Where the content of a config or secret comes from. */
public sealed interface FileSource {
  String name();

  record FromFile(String name, Path file) implements FileSource {}

  /** The value of a variable; the text itself stays out of the model, since models are printed. */
  record FromVariable(String name, String variable) implements FileSource {}

  record Inline(String name, String content) implements FileSource {}

  record External(String name, String externalName) implements FileSource {}
}
