package steading.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Steps in an order in which they can be carried out; each names the earlier ones it needs. */
public record Plan(String app, List<Planned> steps) {
  public Plan {
    steps = List.copyOf(steps);
  }

  /**
   * @param id counts from 1
   */
  public record Planned(int id, Step step, Set<Integer> needs) {
    public Planned {
      needs = Collections.unmodifiableSet(new TreeSet<>(needs));
    }
  }

  public boolean empty() {
    return steps.isEmpty();
  }

  public List<String> interrupts() {
    return steps.stream()
        .map(p -> p.step().interrupts())
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  public List<String> destroys() {
    return steps.stream()
        .map(p -> p.step().destroys())
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  /** The plan as people read it and as tests compare it. */
  public String text() {
    if (empty()) {
      return app + ": nothing to do\n";
    }
    StringBuilder text = new StringBuilder();
    for (Planned planned : steps) {
      text.append('[').append(planned.id()).append("] ");
      if (!planned.needs().isEmpty()) {
        text.append("after ").append(numbers(planned.needs())).append(": ");
      }
      Step step = planned.step();
      text.append(step.target()).append(": ").append(step.action());
      text.append(" (").append(step.because()).append(")\n");
      if (step.interrupts() != null) {
        text.append("    interrupts: ").append(step.interrupts()).append('\n');
      }
      if (step.destroys() != null) {
        text.append("    destroys: ").append(step.destroys()).append('\n');
      }
    }
    return text.toString();
  }

  private static String numbers(Set<Integer> ids) {
    return String.join(", ", ids.stream().map(String::valueOf).toList());
  }

  /** Collects steps; adding one returns its id, for later steps to need. */
  static final class Builder {
    private final String app;
    private final List<Planned> steps = new ArrayList<>();
    private final List<BitSet> before = new ArrayList<>();

    Builder(String app) {
      this.app = app;
    }

    int add(Step step, Set<Integer> needs) {
      int id = steps.size() + 1;
      steps.add(new Planned(id, step, nearest(needs)));
      return id;
    }

    /** Leaves out what another needed step needs itself, so that a person can follow the plan. */
    private Set<Integer> nearest(Set<Integer> needs) {
      Set<Integer> kept = new TreeSet<>(needs);
      BitSet implied = new BitSet();
      for (int need : needs) {
        implied.or(before.get(need - 1));
      }
      kept.removeIf(implied::get);
      BitSet all = (BitSet) implied.clone();
      needs.forEach(all::set);
      before.add(all);
      return kept;
    }

    Plan build() {
      return new Plan(app, steps);
    }
  }
}
