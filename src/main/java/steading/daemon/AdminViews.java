package steading.daemon;

import org.jspecify.annotations.Nullable;
import steading.daemon.Views.AdminView;
import steading.recipe.Recipe;

/** The first administrator of an app. */
final class AdminViews {
  private AdminViews() {}

  static AdminView of(Recipe.Admin admin, @Nullable String url, @Nullable String password) {
    String base = url == null ? "" : url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    String door = base.replaceFirst("^https://", "https://" + admin.prefix());
    return new AdminView(admin.name(), door + admin.loginPath(), password);
  }
}
