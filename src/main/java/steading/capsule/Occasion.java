package steading.capsule;

import java.util.Locale;

/** Why a capsule was made, which decides how long it stays. */
public enum Occasion {
  /** Somebody asked for it. */
  HAND,
  SCHEDULE,
  /** What a restore would have destroyed. */
  SAFETY,
  /** Of an app that was about to be removed. */
  LAST;

  /** As it stands in the repository and in documented fields. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Capsules of earlier releases say nothing. */
  static Occasion of(String word) {
    for (Occasion occasion : values()) {
      if (occasion.word().equals(word)) {
        return occasion;
      }
    }
    return HAND;
  }

  /** Such a capsule stays for its time whatever is kept otherwise, and then goes. */
  boolean special() {
    return this == SAFETY || this == LAST;
  }
}
