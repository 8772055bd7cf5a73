package steading.journey;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A client that asks for the front page all the time, and remembers when it was not served. */
final class Visitor implements AutoCloseable {
  private final Web web;
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger served = new AtomicInteger();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;

  Visitor(Web web) {
    this.web = web;
    this.thread = Thread.ofVirtual().start(this::visit);
  }

  private void visit() {
    do {
      try {
        int status = web.get("/").status();
        if (status == 200) {
          served.incrementAndGet();
        } else {
          failures.add("status " + status);
        }
      } catch (IOException e) {
        failures.add(e.toString());
      }
    } while (!stopped());
  }

  private boolean stopped() {
    try {
      return stopped.await(20, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  int served() {
    return served.get();
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  /** Returns once the last answer is in. */
  @Override
  public void close() {
    stopped.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
