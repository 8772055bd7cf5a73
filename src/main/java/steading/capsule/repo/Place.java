package steading.capsule.repo;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where a repository lies. A further kind is one more record here, its line in {@link PlaceReader},
 * and its words in {@code stead repo add}.
 */
public sealed interface Place permits Place.Local, S3, Azure, Sftp, Rest {
  /** The word for it in {@code stead repo add} and in repositories.yaml. */
  String kind();

  /** As a person reads it. */
  String shown();

  /** What repositories.yaml says of it besides name and kind; never a secret. */
  Map<String, String> settings();

  /** What it asks for before it lets anybody in. */
  List<Credential> credentials();

  /**
   * @param secrets what the owner gave for it, decrypted
   */
  Access access(Map<String, String> secrets);

  /** A directory of this machine: a disk of its own, or one that another machine lends. */
  record Local(Path directory) implements Place {
    static final String KIND = "local";
    private static final String INSIDE = "/repository";

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public String shown() {
      return directory.toString();
    }

    @Override
    public Map<String, String> settings() {
      return Map.of("directory", directory.toString());
    }

    @Override
    public List<Credential> credentials() {
      return List.of();
    }

    @Override
    public Access access(Map<String, String> secrets) {
      return Access.ofDirectory(directory.toString(), INSIDE);
    }
  }
}
