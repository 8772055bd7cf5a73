package steading.engine;

/** A version of the Engine API, such as 1.41. */
record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
  /** Debian 12's Engine. */
  static final ApiVersion OLDEST = new ApiVersion(1, 41);

  /** The newest whose answers this package has been written against. */
  static final ApiVersion NEWEST = new ApiVersion(1, 52);

  static ApiVersion parse(String text) {
    String[] parts = text.split("\\.", 2);
    try {
      return new ApiVersion(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new EngineException(
          EngineException.Reason.FAILED,
          "the Engine names its API version \"" + text + "\", which is no version; is it Docker?",
          e);
    }
  }

  /** The newest version that both sides speak. */
  static ApiVersion negotiate(ApiVersion engineOldest, ApiVersion engineNewest) {
    ApiVersion both = engineNewest.compareTo(NEWEST) < 0 ? engineNewest : NEWEST;
    if (both.compareTo(OLDEST) < 0 || both.compareTo(engineOldest) < 0) {
      throw new EngineException(
          EngineException.Reason.BAD_REQUEST,
          "the Engine speaks API %s to %s, Steading %s to %s: upgrade the older one"
              .formatted(engineOldest, engineNewest, OLDEST, NEWEST));
    }
    return both;
  }

  boolean atLeast(int otherMajor, int otherMinor) {
    return compareTo(new ApiVersion(otherMajor, otherMinor)) >= 0;
  }

  @Override
  public int compareTo(ApiVersion other) {
    return major != other.major
        ? Integer.compare(major, other.major)
        : Integer.compare(minor, other.minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
