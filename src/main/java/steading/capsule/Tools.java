package steading.capsule;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import steading.apply.Targets.Target;
import steading.capsule.Contents.DatabasePart;
import steading.capsule.database.DatabaseTool;
import steading.capsule.database.Inside;
import steading.capsule.database.MariaDb;
import steading.capsule.database.Postgres;
import steading.capsule.database.RabbitMq;
import steading.capsule.database.Redis;
import steading.engine.ContainerSeen;
import steading.engine.ContainerSpec;
import steading.engine.Engine;
import steading.plan.Labels;
import steading.problem.Problem;
import steading.recipe.Keeping.Kind;

/** The tool of each kind of database, in the container where its server runs. */
record Tools(Engine engine, String app, Target target) {
  DatabaseTool of(DatabasePart part, List<ContainerSeen> containers) {
    Inside inside = inside(part, containers);
    return switch (part.kind()) {
      case POSTGRES -> new Postgres(inside, part.service(), part.user());
      case MARIADB, MYSQL -> new MariaDb(inside, part.service(), login(part));
      case REDIS -> new Redis(inside, part.service());
      case RABBITMQ -> new RabbitMq(inside, part.service());
      case SQLITE ->
          throw Problem.failed(
                  "capsule.sqlite",
                  app + "/" + part.service() + ": this release cannot dump SQLite databases",
                  "take the entry out of the recipe and let the service be paused instead")
              .raise();
    };
  }

  /** The password that a dump brought with it becomes the one that the app was given. */
  void renew(DatabasePart part, List<ContainerSeen> containers) {
    String password = secret(part, "POSTGRES_PASSWORD");
    if (part.kind() == Kind.POSTGRES && password != null) {
      new Postgres(inside(part, containers), part.service(), part.user()).password(password);
    }
  }

  private Inside inside(DatabasePart part, List<ContainerSeen> containers) {
    String name = app + "/" + part.service();
    ContainerSeen seen =
        containers.stream()
            .filter(each -> each.label(Labels.SERVICE).equals(part.service()))
            .filter(each -> each.label(Labels.TASK).isEmpty())
            .filter(ContainerSeen::running)
            .findFirst()
            .orElseThrow(() ->
                Problem.failed(
                        "capsule.database-down",
                        name + " does not run, so its database cannot be read",
                        "start it: stead start "
                            + app
                            + "; if it cannot, see `stead doctor "
                            + app
                            + "`")
                    .raise());
    return new Inside(engine, name, seen.name());
  }

  /** What the image's own variables say, as upstream's do: a value, or the file that holds it. */
  private MariaDb.Login login(DatabasePart part) {
    for (String family : List.of("MARIADB_", "MYSQL_")) {
      String root = secret(part, family + "ROOT_PASSWORD");
      if (root != null) {
        return new MariaDb.Login("root", root);
      }
    }
    for (String family : List.of("MARIADB_", "MYSQL_")) {
      String user = part.compose().program().environment().get(family + "USER");
      String password = secret(part, family + "PASSWORD");
      boolean ours =
          part.compose().program().environment().containsKey(family + "RANDOM_ROOT_PASSWORD");
      if (ours && homeMade(part)) {
        return new MariaDb.Login("root", null);
      }
      if (user != null && password != null) {
        return new MariaDb.Login(user, password);
      }
    }
    return new MariaDb.Login("root", "");
  }

  private boolean homeMade(DatabasePart part) {
    return blueprint(part).image().startsWith("steading/");
  }

  private @Nullable String secret(DatabasePart part, String variable) {
    Map<String, String> environment = part.compose().program().environment();
    String value = environment.get(variable);
    if (value != null && !value.isEmpty()) {
      return value;
    }
    String file = environment.get(variable + "_FILE");
    return file == null
        ? null
        : blueprint(part).files().stream()
            .filter(each -> each.path().equals(file))
            .map(each -> new String(each.content(), StandardCharsets.UTF_8).strip())
            .findFirst()
            .orElse(null);
  }

  private ContainerSpec blueprint(DatabasePart part) {
    return target.desired().services().stream()
        .filter(service -> service.name().equals(part.service()))
        .findFirst()
        .orElseThrow()
        .blueprint();
  }
}
