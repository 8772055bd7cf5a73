package steading.journey;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that writes all the time and remembers what it was told is safe. */
final class Ledger {
  private static final Pattern ROW = Pattern.compile("\"id\": ?(\\d+), ?\"n\": ?(\\d+)");

  private final Web web;
  private final Set<Integer> acknowledged = new TreeSet<>();
  private final AtomicInteger next;
  private final AtomicInteger refused = new AtomicInteger();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread writer;

  Ledger(Web web, int first) {
    this.web = web;
    this.next = new AtomicInteger(first);
    this.writer = Thread.ofVirtual().start(this::write);
  }

  private void write() {
    boolean going = true;
    while (going) {
      int n = next.getAndIncrement();
      try {
        Web.Answer answer =
            web.postJson("/ledger", "{\"n\": " + n + ", \"sum\": " + (n * 7L) + "}");
        if (answer.status() == 201) {
          remember(n);
        } else {
          refused.incrementAndGet();
        }
      } catch (IOException e) {
        // Not acknowledged: the row may be there or not.
        refused.incrementAndGet();
      }
      going = !stopped();
    }
  }

  private synchronized void remember(int n) {
    acknowledged.add(n);
  }

  private boolean stopped() {
    try {
      return stopped.await(20, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  int nextNumber() {
    return next.get();
  }

  int refusals() {
    return refused.get();
  }

  synchronized List<Integer> acknowledged() {
    return new ArrayList<>(acknowledged);
  }

  /** Acknowledged rows that the app no longer has. */
  List<Integer> lost() throws IOException {
    Set<Integer> there = new TreeSet<>();
    String after = "0";
    for (int found = 1; found > 0; ) {
      Matcher rows = ROW.matcher(web.get("/ledger.json?after=" + after).body());
      for (found = 0; rows.find(); found++) {
        after = rows.group(1);
        there.add(Integer.parseInt(rows.group(2)));
      }
    }
    List<Integer> lost = acknowledged();
    lost.removeAll(there);
    return lost;
  }

  /** Returns once the last answer is in; may be called again. */
  void stop() {
    stopped.countDown();
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
