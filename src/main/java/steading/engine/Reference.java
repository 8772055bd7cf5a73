package steading.engine;

/**
 * An image's name as people write it.
 *
 * @param tag the tag, or the digest with its {@code sha256:}
 */
record Reference(String name, String tag) {
  static final String OFFICIAL = "docker.io";

  static Reference parse(String written) {
    int digest = written.indexOf('@');
    if (digest > 0) {
      return new Reference(withoutTag(written.substring(0, digest)), written.substring(digest + 1));
    }
    String name = withoutTag(written);
    return new Reference(
        name, name.equals(written) ? "latest" : written.substring(name.length() + 1));
  }

  /** The registry's host. */
  String registry() {
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
    return host ? first : OFFICIAL;
  }

  /** A colon before the last slash belongs to the registry's port. */
  private static String withoutTag(String written) {
    int colon = written.lastIndexOf(':');
    return colon > written.lastIndexOf('/') ? written.substring(0, colon) : written;
  }
}
