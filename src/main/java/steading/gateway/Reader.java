package steading.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The account that the container runs as, and so must be able to read the files. Never root: what
 * root owns is handed to an account without a name.
 */
record Reader(int uid, int gid) {
  private static final int NOBODY_IN_PARTICULAR = 99;

  /** Whoever owns the directory runs the daemon, and must reach the container's sockets. */
  static Reader ownerOf(Path directory) throws IOException {
    int uid = (Integer) Files.getAttribute(directory, "unix:uid");
    int gid = (Integer) Files.getAttribute(directory, "unix:gid");
    return uid == 0 ? new Reader(NOBODY_IN_PARTICULAR, NOBODY_IN_PARTICULAR) : new Reader(uid, gid);
  }

  void own(Path file) throws IOException {
    if (!Integer.valueOf(uid).equals(Files.getAttribute(file, "unix:uid"))) {
      Files.setAttribute(file, "unix:uid", uid);
      Files.setAttribute(file, "unix:gid", gid);
    }
  }

  @Override
  public String toString() {
    return uid + ":" + gid;
  }
}
