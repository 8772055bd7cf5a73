package steading.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Dies at the checkpoints that some kinds of operations pass, at a sample of them or at every one,
 * in several worlds side by side: most of the time of one goes by in waiting.
 */
final class Deaths<K extends Enum<K>> {
  private static final int SIDE_BY_SIDE = 3;

  /** One moment to die: before or after one of the journal's writes. */
  record Moment<K>(K kind, int checkpoint) {}

  /** An installation in which operations are broken off. */
  interface World<K> extends AutoCloseable {
    /** How many checkpoints the operation passes when nobody interferes. */
    int checkpoints(K kind) throws IOException;

    /**
     * Dies at the moment and checks what becomes of it; false when the operation was through
     * before.
     */
    boolean dieAt(Moment<K> moment) throws IOException;

    /** What is checked and told when nobody dies here any more. */
    default void over() throws IOException {}

    @Override
    void close() throws IOException;
  }

  interface Worlds<K> {
    World<K> fresh() throws IOException;
  }

  private final String name;
  private final List<K> kinds;
  private final Worlds<K> worlds;
  private final List<Moment<K>> all = new ArrayList<>();
  private final Queue<Moment<K>> chosen = new ConcurrentLinkedQueue<>();
  private final Queue<String> diverged = new ConcurrentLinkedQueue<>();
  private final AtomicInteger died = new AtomicInteger();

  Deaths(String name, List<K> kinds, Worlds<K> worlds) {
    this.name = name;
    this.kinds = kinds;
    this.worlds = worlds;
  }

  void atSome(int sample) throws Exception {
    long seed = Long.getLong("steading.sweep.seed", System.nanoTime());
    say("seed " + seed + " (repeat with -Dsteading.sweep.seed=" + seed + ")");
    at(new Random(seed), sample);
  }

  void atEvery() throws Exception {
    at(new Random(0), Integer.MAX_VALUE);
  }

  private void at(Random random, int sample) throws Exception {
    int moments;
    try (World<K> first = worlds.fresh();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      count(first);
      Collections.shuffle(all, random);
      moments = Math.min(sample, all.size());
      chosen.addAll(all.subList(0, moments));
      List<Future<?>> lanes = new ArrayList<>();
      for (int other = 1; other < Math.min(SIDE_BY_SIDE, moments); other++) {
        lanes.add(
            threads.submit(() -> {
              try (World<K> world = worlds.fresh()) {
                dieIn(world);
              }
              return null;
            }));
      }
      dieIn(first);
      for (Future<?> lane : lanes) {
        end(lane);
      }
    }
    say(
        "%d of %d converged (of %d checkpoints in all); the daemon died %d times"
            .formatted(moments - diverged.size(), moments, all.size(), died.get()));
    assertThat(diverged).isEmpty();
    assertThat(died.get()).as("deaths").isGreaterThan(moments * 9 / 10);
  }

  private void count(World<K> world) throws IOException {
    for (K kind : kinds) {
      int count = world.checkpoints(kind);
      say(kind + " passes " + count + " checkpoints");
      for (int checkpoint = 1; checkpoint <= count; checkpoint++) {
        all.add(new Moment<>(kind, checkpoint));
      }
    }
  }

  private void dieIn(World<K> world) throws IOException {
    for (Moment<K> moment = chosen.poll(); moment != null; moment = chosen.poll()) {
      say("dying at " + moment);
      try {
        died.addAndGet(world.dieAt(moment) ? 1 : 0);
      } catch (AssertionError e) {
        // The others are worth knowing too: one bad moment in a sweep of forty minutes.
        diverged.add(moment + ": " + e.getMessage());
        say("diverged at " + moment + ": " + e.getMessage());
      }
    }
    world.over();
  }

  private static void end(Future<?> lane) throws Exception {
    try {
      lane.get();
    } catch (ExecutionException e) {
      throw new AssertionError("a world ended early: " + e.getCause(), e);
    }
  }

  private void say(String text) {
    System.err.println(name + ": " + text);
  }
}
