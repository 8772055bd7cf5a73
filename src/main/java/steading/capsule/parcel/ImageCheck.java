package steading.capsule.parcel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Pattern;
import steading.engine.TarEntries;
import steading.engine.TarEntries.Entry;

/**
 * Looks through an archive of images before the Engine gets it. They have no names of their own
 * there: one with a name would take the place of whichever image of that name is here.
 */
final class ImageCheck {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST = 16 << 20;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:-]+(/[A-Za-z0-9_.:-]+)*/?");
  private static final List<Pattern> REFERENCES =
      List.of(
          Pattern.compile("steading/[a-z0-9._/-]+:[A-Za-z0-9._-]+"),
          Pattern.compile("[A-Za-z0-9._/:-]+@sha256:[0-9a-f]{64}"),
          Pattern.compile("sha256:[0-9a-f]{64}"));
  private static final Pattern ID = Pattern.compile("sha256:[0-9a-f]{64}");

  private final Label label;

  ImageCheck(Label label) {
    this.label = label;
  }

  /** Says what is not as it should be. */
  static final class Unsafe extends IOException {
    private static final long serialVersionUID = 1L;

    Unsafe(String what) {
      super(what);
    }
  }

  void read(InputStream archive) throws IOException {
    names();
    TarEntries tar = new TarEntries(archive);
    for (Entry entry = tar.next(); entry != null; entry = tar.next()) {
      String name = entry.name();
      if (!NAME.matcher(name).matches() || List.of(name.split("/", -1)).contains("..")) {
        throw new Unsafe("a file of an image named " + name);
      }
      String last = name.replaceFirst("^(\\./)+", "");
      if (last.equals("manifest.json") || last.equals("index.json")) {
        refuseNames(entry, tar);
      } else if (last.equals("repositories")) {
        throw new Unsafe("images with names of their own");
      }
    }
  }

  private void names() throws Unsafe {
    for (String reference : label.images().keySet()) {
      if (REFERENCES.stream().noneMatch(each -> each.matcher(reference).matches())) {
        throw new Unsafe("an image named " + reference);
      }
    }
    for (String id : label.images().values()) {
      if (!ID.matcher(id).matches()) {
        throw new Unsafe("an image whose id is " + id);
      }
    }
  }

  private static void refuseNames(Entry entry, TarEntries tar) throws IOException {
    if (!entry.isFile() || entry.size() > LONGEST) {
      throw new Unsafe("a list of images that is none");
    }
    JsonNode list = JSON.readTree(tar.content().readAllBytes());
    for (JsonNode each : list.isArray() ? list : list.path("manifests")) {
      boolean named =
          !each.path("RepoTags").isEmpty()
              || each.path("annotations").has("io.containerd.image.name")
              || each.path("annotations").has("org.opencontainers.image.ref.name");
      if (named) {
        throw new Unsafe("images with names of their own");
      }
    }
  }
}
