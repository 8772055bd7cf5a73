package steading.cli;

import steading.cli.view.ImageTable;
import steading.daemon.Requests;

/** List the images that are kept, and which apps use them. */
final class ImageLsCommand extends Command {

  ImageLsCommand() {
    super("image ls", "List the images that are kept, and which apps use them.");
  }

  @Override
  int run(Session session) {
    return session.ask(new Requests.ImageLs(), new ImageTable());
  }
}
