package steading.problem;

/**
 * Where in a person's file something stands; line and column count from 1, line 0 means the whole
 * file.
 */
public record Place(String file, int line, int column) {
  public static Place of(String file) {
    return new Place(file, 0, 0);
  }

  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }
}
