package steading.capsule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import steading.apply.Targets.Target;
import steading.capsule.database.DatabaseTool;
import steading.compose.Service;
import steading.compose.Storage;
import steading.compose.Storage.Mount;
import steading.plan.Desired.ServiceWanted;
import steading.plan.Desired.VolumeWanted;
import steading.recipe.Keeping;
import steading.recipe.Keeping.Database;
import steading.recipe.Keeping.Kind;
import steading.recipe.Keeping.Quiet;
import steading.recipe.Keeping.Way;

/**
 * What a capsule of an app has to hold, and how to get at it: as the recipe says, else as the
 * images tell, else so that nothing is read while somebody writes it.
 *
 * @param raw volumes with a database's own files, which its dump stands for
 * @param outside what no capsule holds: data in volumes without a name, and in the host's own
 *     directories
 */
record Contents(
    List<DatabasePart> databases,
    List<VolumeWanted> volumes,
    List<VolumeWanted> raw,
    Map<String, Quiet> quiesce,
    List<String> outside) {

  /**
   * @param user as whom it is dumped
   */
  record DatabasePart(String service, Kind kind, String user, Database said, Service compose) {}

  static Contents of(Target target) {
    return new Reader(target).read();
  }

  /** Whether a volume's files stay as they are while they are read. */
  boolean still(VolumeWanted volume, Target target) {
    return writers(volume, target).stream()
        .allMatch(service -> {
          Quiet quiet = quiesce.get(service);
          return quiet != null && quiet.way() != Way.COMMAND;
        });
  }

  static Set<String> writers(VolumeWanted volume, Target target) {
    Set<String> writers = new HashSet<>();
    for (ServiceWanted service : target.desired().services()) {
      for (Mount mount : service.blueprint().service().storage().mounts()) {
        if (mount.kind() == Storage.Kind.VOLUME
            && volume.name().equals(mount.source())
            && !mount.readOnly()) {
          writers.add(service.name());
        }
      }
    }
    return writers;
  }

  private record Reader(Target target) {
    Contents read() {
      Keeping keeping = target.loaded().recipe().keeping();
      List<DatabasePart> databases = databases(keeping);
      Set<String> rawNames = new HashSet<>();
      databases.forEach(part -> rawNames.addAll(raw(part)));
      List<VolumeWanted> raw = new ArrayList<>();
      List<VolumeWanted> kept = new ArrayList<>();
      for (VolumeWanted volume : target.desired().volumes()) {
        if (rawNames.contains(volume.name())) {
          raw.add(volume);
        } else if (!keeping.leftOut().contains(volume.name()) && used(volume)) {
          kept.add(volume);
        }
      }
      return new Contents(
          databases, kept, raw, quiesce(keeping, kept, databases), outside(databases));
    }

    private boolean used(VolumeWanted volume) {
      return target.desired().services().stream()
          .flatMap(service -> service.blueprint().service().storage().mounts().stream())
          .anyMatch(mount -> volume.name().equals(mount.source()));
    }

    private List<DatabasePart> databases(Keeping keeping) {
      List<DatabasePart> parts = new ArrayList<>();
      for (ServiceWanted wanted : target.desired().services()) {
        Service service = wanted.blueprint().service();
        Map<String, Database> said = keeping.databases();
        Database database =
            said == null ? guess(wanted.name(), service).orElse(null) : said.get(wanted.name());
        if (database != null && wanted.replicas() > 0) {
          parts.add(
              new DatabasePart(
                  wanted.name(), database.kind(), user(database, service), database, service));
        }
      }
      return parts;
    }

    /** By the name of its image, which people do not choose by accident. */
    private static Optional<Database> guess(String name, Service service) {
      String image = Objects.requireNonNullElse(service.image(), "").toLowerCase(Locale.ROOT);
      String last = image.substring(image.lastIndexOf('/') + 1).replaceFirst("[:@].*", "");
      Kind kind =
          switch (last) {
            case "postgres", "postgresql", "postgis", "timescaledb", "pgvector" -> Kind.POSTGRES;
            case "mariadb" -> Kind.MARIADB;
            case "mysql", "percona" -> Kind.MYSQL;
            case "redis", "valkey" -> Kind.REDIS;
            default -> null;
          };
      return kind == null
          ? Optional.empty()
          : Optional.of(new Database(name, kind, null, null, null));
    }

    private static String user(Database database, Service service) {
      Map<String, String> environment = service.program().environment();
      if (database.user() != null) {
        return database.user();
      }
      return switch (database.kind()) {
        case POSTGRES -> environment.getOrDefault("POSTGRES_USER", "postgres");
        case MARIADB, MYSQL -> "root";
        case REDIS, SQLITE, RABBITMQ -> "";
      };
    }

    private static Set<String> raw(DatabasePart part) {
      Set<String> names = new HashSet<>();
      String said = part.said().volume();
      if (part.kind() == Kind.SQLITE) {
        return names;
      }
      if (said != null) {
        names.add(said);
        return names;
      }
      for (Mount mount : part.compose().storage().mounts()) {
        String source = mount.source();
        boolean data =
            DatabaseTool.dataDirectories(part.kind()).stream()
                .anyMatch(each -> (mount.target() + "/").startsWith(each + "/"));
        if (mount.kind() == Storage.Kind.VOLUME && source != null && data) {
          names.add(source);
        }
      }
      return names;
    }

    private Map<String, Quiet> quiesce(
        Keeping keeping, List<VolumeWanted> kept, List<DatabasePart> databases) {
      Map<String, Quiet> said = keeping.quiesce();
      if (said != null) {
        return said;
      }
      Set<String> dumped = new HashSet<>();
      databases.forEach(part -> dumped.add(part.service()));
      Map<String, Quiet> quiesce = new LinkedHashMap<>();
      for (VolumeWanted volume : kept) {
        writers(volume, target).stream()
            .filter(service -> !dumped.contains(service))
            .sorted()
            .forEach(service -> quiesce.put(service, new Quiet(Way.PAUSE, List.of(), List.of())));
      }
      return quiesce;
    }

    private List<String> outside(List<DatabasePart> databases) {
      Set<String> dumped = new HashSet<>();
      databases.forEach(part -> dumped.add(part.service()));
      List<String> outside = new ArrayList<>();
      for (ServiceWanted service : target.desired().services()) {
        for (Mount mount : service.blueprint().service().storage().mounts()) {
          boolean nameless = mount.kind() == Storage.Kind.VOLUME && mount.source() == null;
          boolean hosts = mount.kind() == Storage.Kind.BIND && !mount.readOnly();
          if ((nameless || hosts) && !dumped.contains(service.name())) {
            outside.add(
                service.name()
                    + ": "
                    + mount.target()
                    + (nameless ? " (a volume without a name)" : " (" + mount.source() + ")"));
          }
        }
      }
      return outside;
    }
  }
}
