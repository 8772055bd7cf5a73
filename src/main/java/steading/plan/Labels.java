package steading.plan;

import java.util.Set;

/** The labels by which Steading knows its own, and Compose's, by which other tools know them. */
public final class Labels {
  public static final String HOME = "steading.home";
  public static final String APP = "steading.app";
  public static final String SERVICE = "steading.service";
  public static final String TASK = "steading.task";

  /** Of containers and networks that are no app's: which part of the installation they are. */
  public static final String SYSTEM = "steading.system";

  /** Of a helper of the installation: the app that it works for, which does not own it. */
  public static final String FOR = "steading.for";

  /** Of a helper that works on a repository: which one. */
  public static final String REPOSITORY = "steading.repository";

  /**
   * Never on a container, only on what is seen of one that was taken over from Docker Compose:
   * whether it ran at that time.
   */
  public static final String ADOPTED = "steading.adopted";

  /** In the same way: in what it differs from the Compose file. */
  public static final String DIFFERS = "steading.differs";

  public static final String HASH = "steading.hash";
  public static final String NUMBER = "com.docker.compose.container-number";
  public static final String COMPOSE_PROJECT = "com.docker.compose.project";
  public static final String COMPOSE_SERVICE = "com.docker.compose.service";
  public static final String COMPOSE_HASH = "com.docker.compose.config-hash";
  public static final String COMPOSE_ONEOFF = "com.docker.compose.oneoff";
  public static final String COMPOSE_DEPENDS_ON = "com.docker.compose.depends_on";
  public static final String COMPOSE_DIRECTORY = "com.docker.compose.project.working_dir";
  public static final String COMPOSE_FILES = "com.docker.compose.project.config_files";
  public static final String COMPOSE_VERSION = "com.docker.compose.version";

  /** The version of Compose whose labels these are. */
  public static final String AS_COMPOSE = "2.26.1";

  /** Of the container of a job: how many seconds it may take. */
  public static final String LIMIT = "steading.limit";

  /** What a container wants to be run inside before it is stopped. */
  public static final String PRE_STOP = "steading.pre-stop";

  public static final String COMPOSE_ENV_FILES = "com.docker.compose.project.environment_file";
  public static final String COMPOSE_VOLUME = "com.docker.compose.volume";
  public static final String COMPOSE_NETWORK = "com.docker.compose.network";

  /**
   * What the Engine adds of the image's own labels is not Steading's word: every container that
   * Steading makes says these itself, and empty means that it has none.
   */
  static final Set<String> SAID_ALWAYS = Set.of(TASK, SYSTEM, ADOPTED, DIFFERS, PRE_STOP);

  private Labels() {}
}
