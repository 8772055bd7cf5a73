package steading.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import steading.apply.Journal.Entry;
import steading.capsule.Capsule;
import steading.capsule.Capsules;
import steading.daemon.Views.BackupRow;

/** Backups of apps. */
final class CapsuleVerbs {
  private final Steading steading;

  CapsuleVerbs(Steading steading) {
    this.steading = steading;
  }

  List<Verb<?>> list() {
    return List.of(
        new Verb<>("backup", Requests.Backup.class, this::backup),
        new Verb<>("backups", Requests.Backups.class, (r, c) -> backups(r)));
  }

  private BackupRow backup(Requests.Backup request, Conversation conversation) {
    try (Locks.Hold _ = steading.locks().take(request.name(), conversation.caller())) {
      Capsule made =
          steading
              .capsules()
              .backup(
                  request.name(),
                  request.repository(),
                  ChangeVerbs.origin(conversation.caller()),
                  new CapsuleTelling(conversation, request.name()));
      return row(made);
    }
  }

  /** Failed ones stand among the others: a backup that did not happen must not look like none. */
  private List<BackupRow> backups(Requests.Backups request) {
    if (steading.store().trashed(request.name()).isEmpty()) {
      steading.store().require(request.name());
    }
    List<BackupRow> rows = new ArrayList<>();
    steading.capsules().list(request.name()).forEach(capsule -> rows.add(row(capsule)));
    steading.capsules().failures(request.name()).forEach(entry -> rows.add(row(entry)));
    rows.sort(Comparator.comparing(BackupRow::time).reversed());
    return rows;
  }

  private static BackupRow row(Capsule capsule) {
    return new BackupRow(
        capsule.id(),
        capsule.app(),
        capsule.time().toString(),
        "whole",
        capsule.repository().name(),
        capsule.snapshot(),
        capsule.files(),
        capsule.bytes(),
        capsule.added(),
        Math.round(capsule.ratio() * 10) / 10.0,
        capsule.took().toMillis(),
        capsule.occasion().word(),
        null);
  }

  private static BackupRow row(Entry entry) {
    Instant ended = Objects.requireNonNullElse(entry.finished(), entry.started());
    Capsules.Attempt order = Capsules.attempt(entry);
    return new BackupRow(
        "",
        entry.app(),
        ended.toString(),
        "failed",
        order.repository(),
        "",
        0,
        0,
        0,
        0,
        Duration.between(entry.started(), ended).toMillis(),
        order.occasion().word(),
        entry.message());
  }
}
