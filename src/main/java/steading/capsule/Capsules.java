package steading.capsule;

import steading.app.Home;
import steading.capsule.repo.Founder;
import steading.capsule.repo.Repositories;
import steading.capsule.repo.Restic;
import steading.engine.Engine;
import steading.image.Images;

/** What an installation has for its capsules, wired once. */
public record Capsules(Repositories repositories, Founder founder, Restic restic) {
  public static Capsules of(Home home, Engine engine, Images images) {
    Repositories repositories = new Repositories(home);
    Restic restic = new Restic(home, engine, images);
    return new Capsules(repositories, new Founder(home, repositories, restic), restic);
  }

  /** Clears away what a daemon that died left behind. */
  public void sweep() {
    restic.sweep(repositories);
  }
}
