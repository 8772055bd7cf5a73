package steading.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import steading.gateway.Workers.Count;
import steading.gateway.Workers.Target;
import steading.gateway.Workers.Worker;

class WorkersTest {
  @Test
  void currentAndFormerWorkersAreToldApart() {
    assertThat(
            Workers.parseWorkers(
                """
                #<PID>          <type>          <reloads>       <uptime>        <version>
                1               master          2 [failed: 0]   0d00h00m17s     3.0.11
                # workers
                11              worker          0               0d00h00m01s     3.0.11
                # old workers
                7               worker          2               1d02h03m04s     3.0.11
                # programs

                """))
        .containsExactly(
            new Worker(11, 0, Duration.ofSeconds(1), true),
            new Worker(7, 2, Duration.ofDays(1).plusHours(2).plusMinutes(3).plusSeconds(4), false));
  }

  @Test
  void aMasterWithoutAWorkerHasNone() {
    assertThat(Workers.parseWorkers("#<PID> <type>\n1 master 0 0d00h00m01s 2.6.12\n# workers\n"))
        .isEmpty();
  }

  @Test
  void aTargetIsReadyWhenItIsUpAndNotInMaintenance() {
    assertThat(
            Workers.parseTargets(
                """
                1
                # be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight
                5 blog:0:web:80 1 up 10.0.0.2 2 0 1
                5 blog:0:web:80 2 unresolved - 0 32 1
                5 blog:0:web:80 3 down 10.0.0.3 0 0 1

                """))
        .containsExactly(
            new Target("blog:0:web:80", "up", "10.0.0.2", true),
            new Target("blog:0:web:80", "unresolved", "", false),
            new Target("blog:0:web:80", "down", "10.0.0.3", false));
  }

  @Test
  void sessionsAreCountedByColumnName() {
    assertThat(
            Workers.parseCounts(
                """
                # pxname,svname,qcur,qmax,scur,smax,
                https,FRONTEND,,,3,4,
                blog:0:web:80,one,0,0,2,2,

                """))
        .containsExactly(new Count("https", "FRONTEND", 3), new Count("blog:0:web:80", "one", 2));
  }

  @Test
  void aWorkerThatHasEndedCountsNothing() {
    assertThat(Workers.parseCounts("Can't find the target PID matching the prefix '@!7'.\n"))
        .isEmpty();
  }
}
