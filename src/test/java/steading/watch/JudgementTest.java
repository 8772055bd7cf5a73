package steading.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import steading.app.Home;
import steading.engine.Engine.EngineInfo;
import steading.watch.Finding.Level;

/** What is judged from numbers and texts alone. */
class JudgementTest {
  private static final Instant NOW = Instant.parse("2026-05-04T03:02:01Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource({
    "900, 100000, ERROR",
    "1024, 100000, WARNING",
    "5119, 10000, WARNING",
    "5120, 20480, OK",
    "20480, 409600, WARNING",
    "40960, 409600, OK"
  })
  void room_on_a_disk_is_judged_by_size_and_share(long usable, long total, Level level) {
    Finding finding = DiskCheck.room("the home", usable * Amounts.MIB, total * Amounts.MIB);
    assertThat(finding.level()).isEqualTo(level);
    assertThat(finding.what()).contains("the home");
    assertThat(finding.fix() == null).isEqualTo(level == Level.OK);
  }

  @ParameterizedTest
  @CsvSource({"1000 200,", "0 0,", "odd,", "1000 50,WARNING", "1000 9,ERROR"})
  void a_disk_that_can_take_few_more_files_is_named(String counts, Level level) {
    assertThat(DiskCheck.files("the home", counts).map(Finding::level).orElse(null))
        .isEqualTo(level);
  }

  @Test
  void little_memory_is_a_warning_and_no_swap_is_none() {
    String text = "MemTotal:  4096000 kB\nMemFree: 5 kB\nMemAvailable: %d kB\nSwapTotal: 0 kB\n";
    assertThat(MachineCheck.memory(text.formatted(500_000)).level()).isEqualTo(Level.WARNING);
    Finding enough = MachineCheck.memory(text.formatted(2_097_152));
    assertThat(enough.level()).isEqualTo(Level.OK);
    assertThat(enough.what()).isEqualTo("2.0 GiB of 3.9 GiB are available, no swap");
    assertThat(MachineCheck.memory("nothing of use").well()).isTrue();
  }

  @Test
  void processors_are_overloaded_only_when_far_more_waits_than_runs() {
    assertThat(MachineCheck.processors(2, "9.00 7.50 3.00 1/2 3").well()).isTrue();
    assertThat(MachineCheck.processors(2, "1.00 8.10 3.00 1/2 3").level()).isEqualTo(Level.WARNING);
    assertThat(MachineCheck.processors(1, "").what()).isEqualTo("1 processor");
  }

  @Test
  void an_old_engine_and_a_poor_storage_driver_are_warnings() {
    assertThat(EngineCheck.judge(engine("1.41", "overlay2"))).allMatch(Finding::well);
    assertThat(EngineCheck.judge(engine("1.52", "overlayfs"))).allMatch(Finding::well);
    assertThat(EngineCheck.judge(engine("1.40", "overlay2")))
        .anyMatch(finding -> finding.level() == Level.WARNING && finding.what().contains("1.40"));
    assertThat(EngineCheck.judge(engine("1.41", "vfs")))
        .anyMatch(finding -> finding.level() == Level.WARNING && finding.what().contains("vfs"));
  }

  private static EngineInfo engine(String api, String driver) {
    return new EngineInfo(
        "20.10.24",
        api,
        "1.12",
        "Debian",
        "x86_64",
        driver,
        Path.of("/var/lib/docker"),
        URI.create("unix:///var/run/docker.sock"),
        2,
        4 * Amounts.GIB,
        NOW);
  }

  @Test
  void an_engine_whose_clock_differs_is_told_by_how_much() {
    Instant answered = NOW.plusSeconds(8);
    assertThat(EngineCheck.clocks(NOW, answered, NOW.minusSeconds(5))).isEmpty();
    assertThat(EngineCheck.clocks(NOW, answered, answered.plusSeconds(5))).isEmpty();
    Finding behind = EngineCheck.clocks(NOW, answered, NOW.minusSeconds(600)).orElseThrow();
    assertThat(behind.level()).isEqualTo(Level.WARNING);
    assertThat(behind.what()).contains("10 minutes behind");
    assertThat(EngineCheck.clocks(NOW, answered, answered.plusSeconds(7200)).orElseThrow().what())
        .contains("2 hours ahead of");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "hello.localhost", "192.0.2.7", "2001:db8::7"})
  void some_hosts_need_no_dns(String host) {
    assertThat(DnsCheck.needed(host)).isFalse();
    assertThat(DnsCheck.needed("tickets.example.org")).isTrue();
  }

  @Test
  void a_host_that_leads_elsewhere_is_told_which_record_to_set() throws UnknownHostException {
    InetAddress own = InetAddress.ofLiteral("192.0.2.1");
    InetAddress six = InetAddress.ofLiteral("2001:db8::1");
    InetAddress other = InetAddress.ofLiteral("192.0.2.99");
    DnsCheck check = new DnsCheck(List.of(InetAddress.ofLiteral("127.0.0.1"), own, six));
    assertThat(check.judge("a.example.org", List.of(own)).well()).isTrue();
    Finding elsewhere = check.judge("a.example.org", List.of(other));
    assertThat(elsewhere.level()).isEqualTo(Level.WARNING);
    assertThat(elsewhere.what()).contains("192.0.2.99").contains("no address of this machine");
    assertThat(elsewhere.fix())
        .contains("a.example.org. A 192.0.2.1")
        .contains("a.example.org. AAAA 2001:db8:0:0:0:0:0:1")
        .doesNotContain("127.0.0.1");
    assertThat(check.judge("a.example.org", List.of(own, other)).what()).contains("but also to");
  }

  @Test
  void a_machine_with_private_addresses_does_not_claim_to_know_its_public_one() {
    DnsCheck check =
        new DnsCheck(
            List.of(
                InetAddress.ofLiteral("10.0.0.4"),
                InetAddress.ofLiteral("100.64.0.4"),
                InetAddress.ofLiteral("fd00::4")));
    Finding unknown = check.look("host.name.invalid").getFirst();
    assertThat(unknown.check()).isEqualTo("dns host.name.invalid");
    assertThat(unknown.fix())
        .contains("public address")
        .contains("10.0.0.4")
        .doesNotContain("AAAA");
  }

  @Test
  void an_answer_of_the_server_is_judged_by_status_and_certificate() {
    Home home = new Home(Path.of("/nowhere"), "abc123", 80, 443, null, Path.of("/nowhere"));
    HttpsCheck check = new HttpsCheck(home, CLOCK);
    assertThat(check.judge("https a", "shop", "https://a/", answer(302, 60)).well()).isTrue();
    assertThat(check.judge("https a", "shop", "https://a/", answer(404, 60)).well()).isTrue();
    Finding failing = check.judge("https a", "shop", "https://a/", answer(503, 60));
    assertThat(failing.level()).isEqualTo(Level.ERROR);
    assertThat(failing.fix()).contains("stead logs shop");
    Finding ending = check.judge("https a", "shop", "https://a/", answer(200, 3));
    assertThat(ending.level()).isEqualTo(Level.WARNING);
    assertThat(ending.what()).contains("3 days");
  }

  private static HttpsProbe.Answer answer(int status, int days) {
    return new HttpsProbe.Answer(status, Duration.ofMillis(7), NOW.plus(Duration.ofDays(days)));
  }

  @Test
  void secrets_are_taken_out_and_long_lines_cut() {
    Redaction redaction = new Redaction(List.of("hunter22", "hunter22more", "abc", ""));
    assertThat(redaction.clean("login hunter22more, then hunter22; abc"))
        .isEqualTo("login (secret), then (secret); abc");
    assertThat(LastWords.told("1\n2\n3\n4\n5\n6\n")).doesNotContain("\n  1").endsWith("\n  6");
    assertThat(LastWords.told("x".repeat(500))).hasSizeLessThan(300).endsWith("…");
    assertThat(LastWords.told(" \n")).isEqualTo("It wrote no log");
  }

  @Test
  void exit_codes_are_explained_where_they_mean_something() {
    assertThat(ContainerCheck.meaning(3)).isEqualTo("exit code 3");
    assertThat(ContainerCheck.meaning(127)).contains("not found");
    assertThat(ContainerCheck.meaning(137)).contains("killed");
  }
}
