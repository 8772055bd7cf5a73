package steading.journey;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The same command from two terminals at the same moment. */
final class TwoTerminals {
  private TwoTerminals() {}

  record Pair(Installation.Result first, Installation.Result second) {
    List<Integer> codes() {
      return List.of(first.code(), second.code());
    }

    Installation.Result loser() {
      return first.code() == 0 ? second : first;
    }
  }

  static Pair at(Installation stead, String... command) {
    CountDownLatch ready = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = CompletableFuture.supplyAsync(() -> go(stead, ready, command), threads);
      var second = CompletableFuture.supplyAsync(() -> go(stead, ready, command), threads);
      ready.countDown();
      return new Pair(first.join(), second.join());
    }
  }

  private static Installation.Result go(
      Installation stead, CountDownLatch ready, String... command) {
    try {
      ready.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return stead.stead(command);
  }
}
