package steading.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is laid over a bare Debian: the machine's package sources and trust, and the switches that
 * make packages behave in a container (no services started, no caches kept).
 */
final class BaseLayer {
  private static final String TRUST = "/etc/ssl/certs/ca-certificates.crt";
  private static final List<String> TRUST_VARIABLES =
      List.of("SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS");
  private static final String CLEAN =
      """
      // Downloaded packages and package caches would only make layers bigger.
      DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb /var/cache/apt/*.bin || true"; };
      APT::Update::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb /var/cache/apt/*.bin || true"; };
      Dir::Cache::pkgcache "";
      Dir::Cache::srcpkgcache "";
      Acquire::Languages "none";
      Acquire::GzipIndexes "true";
      Apt::AutoRemove::SuggestsImportant "false";
      """;

  private BaseLayer() {}

  /** A build context whose Dockerfile lays the files over {@code root}. */
  static List<ContextTar.Member> context(
      String root,
      DebianBase base,
      @Nullable DebianArchive archive,
      HostTrust trust,
      Map<String, String> aptOptions) {
    List<ContextTar.Member> members = new ArrayList<>();
    members.add(ContextTar.Member.plain("Dockerfile", instructions(root, trust)));
    members.add(file("etc/apt/apt.conf.d/90container", CLEAN));
    members.add(file("etc/dpkg/dpkg.cfg.d/90container", "force-unsafe-io\n"));
    members.add(new ContextTar.Member("files/usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n", true));
    if (!aptOptions.isEmpty()) {
      members.add(file("etc/apt/apt.conf.d/91machine", AptOptions.lines(aptOptions)));
    }
    if (archive != null) {
      members.add(file("etc/apt/sources.list.d/debian.sources", archive.sourcesFile(base.suite())));
      members.add(file("etc/apt/sources.list", "# See sources.list.d/debian.sources.\n"));
    }
    if (!trust.bundle().isEmpty()) {
      members.add(file(TRUST.substring(1), trust.bundle()));
    }
    for (int i = 0; i < trust.extra().size(); i++) {
      String name = String.format(Locale.ROOT, "machine-%03d.crt", i + 1);
      members.add(file("usr/local/share/ca-certificates/" + name, trust.extra().get(i) + "\n"));
    }
    return members;
  }

  private static ContextTar.Member file(String path, String content) {
    return ContextTar.Member.plain("files/" + path, content);
  }

  private static String instructions(String root, HostTrust trust) {
    StringBuilder text = new StringBuilder("FROM " + root + "\nCOPY files/ /\n");
    if (!trust.bundle().isEmpty()) {
      text.append("ENV");
      TRUST_VARIABLES.forEach(name -> text.append(' ').append(name).append('=').append(TRUST));
      text.append('\n');
    }
    return text.append("CMD [\"bash\"]\n").toString();
  }
}
