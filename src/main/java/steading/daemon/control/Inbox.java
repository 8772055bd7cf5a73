package steading.daemon.control;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import steading.daemon.Conversation.Input;

/** What a caller has said and the verb has not heard yet. */
final class Inbox {
  private static final int WAITING = 16;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Input> inputs = new ArrayDeque<>();
  private final Deque<Boolean> answers = new ArrayDeque<>();
  private final List<Runnable> whenGone = new ArrayList<>();
  private boolean ended;
  private boolean gone;

  /** False when there is no room yet, after a second of waiting. */
  boolean offer(Input input) {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(1);
      while (inputs.size() >= WAITING && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (inputs.size() >= WAITING) {
        return false;
      }
      inputs.add(input);
      changed.signalAll();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void answer(boolean yes) {
    lock.lock();
    try {
      answers.add(yes);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Null at the end of input, or when the caller has gone. */
  @Nullable Input next() {
    return await(inputs, true);
  }

  /** Null when the caller has gone. */
  @Nullable Boolean awaitAnswer() {
    return await(answers, false);
  }

  private <T> @Nullable T await(Deque<T> queue, boolean endsWithInput) {
    lock.lock();
    try {
      while (queue.isEmpty() && !gone && !(ended && endsWithInput)) {
        changed.await();
      }
      T first = gone ? null : queue.poll();
      changed.signalAll();
      return first;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Runs at once when the caller has gone already. */
  void onGone(Runnable action) {
    lock.lock();
    try {
      if (!gone) {
        whenGone.add(action);
        return;
      }
    } finally {
      lock.unlock();
    }
    action.run();
  }

  /** What is to run now that the caller has gone; empty the second time. */
  List<Runnable> gone() {
    lock.lock();
    try {
      gone = true;
      changed.signalAll();
      List<Runnable> actions = List.copyOf(whenGone);
      whenGone.clear();
      return actions;
    } finally {
      lock.unlock();
    }
  }

  /** The verb has ended: nobody waits for the caller any more. */
  void forget() {
    lock.lock();
    try {
      whenGone.clear();
      inputs.clear();
    } finally {
      lock.unlock();
    }
  }
}
