package steading.gateway.tls;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.exception.AcmeException;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;
import steading.app.AcmeSettings.DnsUpdate;
import steading.gateway.tls.Authority.Refusal;

/** Writes records into a zone by dynamic update (RFC 2136), signed with TSIG (RFC 8945). */
final class Rfc2136 implements Prover.Zone, Preflight {
  private static final Logger LOG = System.getLogger(Rfc2136.class.getName());
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration PROPAGATION = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final int TTL = 60;

  private final DnsUpdate settings;
  private final Supplier<Optional<String>> secret;

  /**
   * @param secret of the key, in Base64
   */
  Rfc2136(DnsUpdate settings, Supplier<Optional<String>> secret) {
    this.settings = settings;
    this.secret = secret;
  }

  @Override
  public Optional<String> trouble(String name) {
    try {
      Name zone = zone(absolute(name.startsWith("*.") ? name.substring(2) : name));
      signer();
      return zone.labels() > 1
          ? Optional.empty()
          : Optional.of("the DNS server " + settings.server() + " has no zone for " + name);
    } catch (Refusal e) {
      return Optional.of(e.why());
    }
  }

  @Override
  public void add(String name, String value) throws Refusal, AcmeException {
    Name record = absolute(name);
    Name zone = zone(record);
    Update update = new Update(zone);
    update.add(new TXTRecord(record, DClass.IN, TTL, value));
    send(update);
    Instant limit = Instant.now().plus(PROPAGATION);
    List<SimpleResolver> servers = servers(zone);
    while (!servers.stream().allMatch(server -> shows(server, record, value))) {
      if (Instant.now().isAfter(limit)) {
        throw new Refusal(
            "not every DNS server of the zone "
                + zone
                + " shows the record "
                + record
                + " within "
                + PROPAGATION.toSeconds()
                + " s");
      }
      Pauses.sleep(LOOK);
    }
  }

  @Override
  public void remove(String name, String value) {
    try {
      Name record = absolute(name);
      Update update = new Update(zone(record));
      update.delete(new TXTRecord(record, DClass.IN, 0, value));
      send(update);
    } catch (Refusal e) {
      LOG.log(Level.WARNING, "the record {0} could not be removed: {1}", name, e.why());
    }
  }

  private void send(Update update) throws Refusal {
    try {
      SimpleResolver server = server();
      server.setTSIGKey(signer());
      Message answer = server.send(update);
      if (answer.getRcode() != Rcode.NOERROR) {
        throw new Refusal(
            "the DNS server "
                + settings.server()
                + " refuses the update: "
                + Rcode.TSIGstring(answer.getRcode())
                + ". Let the key "
                + settings.key()
                + " update TXT records of the zone");
      }
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private SimpleResolver server() throws Refusal {
    return resolver(settings.server(), settings.port());
  }

  private static SimpleResolver resolver(String server, int port) throws Refusal {
    try {
      return resolver(InetAddress.getByName(server), port);
    } catch (UnknownHostException e) {
      throw new Refusal("the DNS server " + server + " is not known");
    }
  }

  private static SimpleResolver resolver(InetAddress address, int port) {
    SimpleResolver resolver = new SimpleResolver(new InetSocketAddress(address, port));
    resolver.setTCP(true);
    resolver.setTimeout(TIMEOUT);
    return resolver;
  }

  private @Nullable TSIG signer() throws Refusal {
    String key = settings.key();
    if (key == null) {
      return null;
    }
    String base64 =
        secret
            .get()
            .orElseThrow(() ->
                new Refusal(
                    "the secret of the DNS key "
                        + key
                        + " is not there: hand it over with `stead certs secret dns`"));
    try {
      return new TSIG(absolute(settings.algorithm()), absolute(key), base64(base64));
    } catch (IllegalArgumentException e) {
      throw new Refusal("the secret of the DNS key " + key + " is not Base64");
    }
  }

  private static byte[] base64(String text) {
    return Base64.getMimeDecoder().decode(text.strip());
  }

  /** The zone that the settings name, or the one that the server says the record is in. */
  private Name zone(Name record) throws Refusal {
    if (settings.zone() != null) {
      Name zone = absolute(settings.zone());
      if (!record.subdomain(zone)) {
        throw new Refusal(record + " is not in the zone " + zone + " that steading.yaml names");
      }
      return zone;
    }
    SimpleResolver server = server();
    for (int skip = 0; skip < record.labels() - 1; skip++) {
      Name candidate = new Name(record, skip);
      for (Record each : answers(server, candidate, Type.SOA)) {
        if (each.getName().equals(candidate)) {
          return candidate;
        }
      }
    }
    throw new Refusal("the DNS server " + settings.server() + " has no zone for " + record);
  }

  private List<Record> answers(SimpleResolver server, Name name, int type) throws Refusal {
    try {
      Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
      query.getHeader().unsetFlag(Flags.RD);
      return server.send(query).getSection(Section.ANSWER);
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /** The server that was told, and those of the zone whose addresses are known. */
  private List<SimpleResolver> servers(Name zone) throws Refusal {
    List<SimpleResolver> servers = new ArrayList<>(List.of(server()));
    for (Record each : answers(server(), zone, Type.NS)) {
      if (each instanceof NSRecord ns) {
        try {
          String host = ns.getTarget().toString(true);
          servers.add(resolver(InetAddress.getByName(host), settings.port()));
        } catch (UnknownHostException e) {
          LOG.log(Level.DEBUG, "a server of the zone is not known here", e);
        }
      }
    }
    return servers;
  }

  private boolean shows(SimpleResolver server, Name record, String value) {
    try {
      return answers(server, record, Type.TXT).stream()
          .anyMatch(each -> each instanceof TXTRecord text && text.getStrings().contains(value));
    } catch (Refusal e) {
      // One that is not reached from here may well be reached by others.
      return !server.getAddress().getAddress().equals(address());
    }
  }

  private InetAddress address() {
    try {
      return InetAddress.getByName(settings.server());
    } catch (UnknownHostException e) {
      return InetAddress.getLoopbackAddress();
    }
  }

  private Refusal unreachable(IOException cause) {
    return new Refusal(
        "the DNS server " + settings.server() + " does not answer: " + cause.getMessage());
  }

  private static Name absolute(String name) throws Refusal {
    try {
      return Name.fromString(name.toLowerCase(Locale.ROOT), Name.root);
    } catch (TextParseException e) {
      throw new Refusal(name + " is no name in DNS");
    }
  }
}
