package steading.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import steading.app.Tls;
import steading.daemon.Views.CertificateView;
import steading.gateway.CertificateKeeping;
import steading.gateway.CertificateRow;
import steading.gateway.tls.Acme;
import steading.gateway.tls.Bundle;
import steading.plan.Route;
import steading.problem.Problem;
import steading.problem.ProblemException;
import steading.recipe.Shown;

/** What people ask about certificates, and have done. */
final class CertificateVerbs {
  private static final Map<String, String> SECRETS =
      Map.of("eab", Acme.EAB_SECRET, "dns", Acme.DNS_SECRET);

  private final Steading steading;
  private final CertificateKeeping certificates;

  CertificateVerbs(Steading steading) {
    this.steading = steading;
    this.certificates = steading.certificates();
  }

  List<Verb<?>> list() {
    return List.of(
        new Verb<>("certs-ls", Requests.CertsLs.class, (r, c) -> views()),
        new Verb<>("certs-add", Requests.CertsAdd.class, this::add),
        new Verb<>("certs-renew", Requests.CertsRenew.class, (r, c) -> renew(r.host(), c)),
        new Verb<>("certs-revoke", Requests.CertsRevoke.class, this::revoke),
        new Verb<>("certs-secret", Requests.CertsSecret.class, this::secret));
  }

  private List<CertificateView> views() {
    return certificates.rows().stream().map(CertificateVerbs::view).toList();
  }

  private List<CertificateView> views(Set<String> hosts) {
    return certificates.rows().stream()
        .filter(row -> hosts.contains(row.host()))
        .map(CertificateVerbs::view)
        .toList();
  }

  private static CertificateView view(CertificateRow row) {
    return new CertificateView(
        row.host(),
        row.app(),
        row.tls(),
        row.source(),
        row.issuer(),
        row.notAfter() == null ? null : row.notAfter().toString(),
        row.daysLeft(),
        row.state(),
        row.failure(),
        row.next() == null ? null : row.next().toString());
  }

  private List<CertificateView> add(Requests.CertsAdd request, Conversation conversation) {
    Set<String> hosts = hosts(request.target());
    Bundle added = certificates.add(request.certificates(), request.key(), hosts);
    for (String host : hosts) {
      if (!added.covers(host)) {
        conversation.note("It does not cover " + host + ", which is one of the app's hosts.");
      }
    }
    List<CertificateView> rows = views(hosts);
    rows.stream()
        .filter(row -> !row.tls().equals(Tls.FILES.word()))
        .map(CertificateView::app)
        .distinct()
        .forEach(app ->
            conversation.note(
                app + " does not use it yet: `stead set " + app + " tls=files` makes it."));
    return rows;
  }

  /** An app's hosts, or the one host. */
  private Set<String> hosts(String target) {
    Set<String> hosts = new TreeSet<>();
    if (steading.store().exists(target)) {
      for (Route route : steading.routes().published(target)) {
        hosts.addAll(route.hosts());
      }
      hosts.addAll(steading.store().load(target).hosts());
      if (hosts.isEmpty()) {
        throw Problem.usage(
                "certs.no-host",
                target + " has no host",
                "give it one: stead set " + target + " host=…")
            .raise();
      }
    } else if (target.contains(".")) {
      hosts.add(target.toLowerCase(Locale.ROOT));
    } else {
      throw Problem.notFound(
              "app.not-found",
              "there is no app " + Shown.quoted(target),
              "name an app (stead ls) or a host")
          .raise();
    }
    return hosts;
  }

  private List<CertificateView> renew(@Nullable String host, Conversation conversation) {
    Set<String> wanted =
        host == null ? certificates.asked() : Set.of(host.toLowerCase(Locale.ROOT));
    if (wanted.isEmpty()) {
      throw Problem.usage(
              "certs.none-asked",
              "no authority is asked for any host",
              "`stead set NAME tls=acme` has one asked; others are renewed by themselves")
          .raise();
    }
    List<Problem> problems = new ArrayList<>();
    for (String each : wanted) {
      try {
        conversation.note("Asking for " + each + " …");
        certificates.renew(each);
      } catch (ProblemException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return views();
  }

  private List<CertificateView> revoke(Requests.CertsRevoke request, Conversation conversation) {
    String host = request.host().toLowerCase(Locale.ROOT);
    if (!conversation.confirm(
        "The certificate of " + host + " becomes invalid and is replaced. Go on?")) {
      throw Problem.failed("declined", "nothing was changed", "").raise();
    }
    certificates.revoke(host, request.compromised());
    return views(Set.of(host));
  }

  private Map<String, String> secret(Requests.CertsSecret request, Conversation conversation) {
    String name = SECRETS.get(request.kind());
    if (name == null) {
      throw Problem.usage(
              "certs.unknown-secret",
              Shown.quoted(request.kind()) + " is no secret of certificates",
              "write eab (external account binding) or dns (the key of dns: in steading.yaml)")
          .raise();
    }
    if (request.value().isBlank()) {
      throw Problem.usage(
              "certs.empty-secret",
              "the secret is empty",
              "hand it over on standard" + " input, or in a file with --file")
          .raise();
    }
    steading.secrets().setOfHome(name, request.value().strip());
    return Map.of("secret", request.kind());
  }
}
