package steading.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import steading.problem.Problems;

/**
 * One installation of Steading: its directory, its id, and the settings of steading.yaml, over
 * which the environment wins.
 *
 * @param recipes the recipes that come with Steading
 * @param ownRecipes further directories of recipes, from steading.yaml
 * @param tls where certificates come from
 * @param front how the gateway stands in the world
 * @param care what is done by itself for the safety of data
 */
public record Home(
    Path directory,
    String id,
    int httpPort,
    int httpsPort,
    @Nullable String dockerHost,
    Path recipes,
    List<Path> ownRecipes,
    TlsSettings tls,
    GatewaySettings front,
    Care care) {

  public Home {
    ownRecipes = List.copyOf(ownRecipes);
  }

  /** An installation with no recipes but those that come with Steading. */
  public Home(
      Path directory,
      String id,
      int httpPort,
      int httpsPort,
      @Nullable String dockerHost,
      Path recipes) {
    this(
        directory,
        id,
        httpPort,
        httpsPort,
        dockerHost,
        recipes,
        List.of(),
        TlsSettings.DEFAULT,
        GatewaySettings.USUAL,
        Care.USUAL);
  }

  public Home with(GatewaySettings changed) {
    return new Home(
        directory, id, httpPort, httpsPort, dockerHost, recipes, ownRecipes, tls, changed, care);
  }

  /** The port of HTTPS that browsers see. */
  public int browserPort() {
    GatewaySettings.Behind behind = front.behind();
    return behind == null ? httpsPort : behind.httpsPort();
  }

  /** Where to look for recipes: the administrator's own come before those of the same name here. */
  public List<Path> recipeDirectories() {
    List<Path> all = new ArrayList<>(ownRecipes);
    all.add(recipes);
    return List.copyOf(all);
  }

  public Path apps() {
    return directory.resolve("apps");
  }

  /** Refuses what is no app's name, so that no name leads out of the home. */
  public Path appDirectory(String app) {
    Problems problems = new Problems();
    Names.app(app, problems);
    problems.raiseIfAny();
    return apps().resolve(app);
  }

  public Path trash() {
    return directory.resolve("trash");
  }

  public Path gateway() {
    return directory.resolve("gateway");
  }

  /** Where the backups go: the list of repositories, in the owner's order. */
  public Path repositories() {
    return directory.resolve("repositories.yaml");
  }

  /** What a capsule is put together in, and taken apart in; empty between operations. */
  public Path staging() {
    return directory.resolve("staging");
  }

  /** The same installation with other certificates. */
  public Home withTls(TlsSettings changed) {
    return new Home(
        directory, id, httpPort, httpsPort, dockerHost, recipes, ownRecipes, changed, front, care);
  }

  /** Copies of apps that are tried and taken away again, each in a home of its own. */
  public Path drills() {
    return directory.resolve("drills");
  }

  /** A home within this one, with things of its own on the Engine. */
  public Home within(Path place, String ownId) {
    return new Home(
        place, ownId, httpPort, httpsPort, dockerHost, recipes, ownRecipes, tls, front, care);
  }

  public Path socket() {
    return directory.resolve("run").resolve("control.sock");
  }

  public Path log() {
    return directory.resolve("log").resolve("daemon.log");
  }

  public Path database() {
    return directory.resolve("state.db");
  }

  /**
   * Networks, volumes and containers of this installation begin with this, so that two homes share
   * an Engine.
   */
  public String prefix() {
    return "stead-" + id + "-";
  }
}
