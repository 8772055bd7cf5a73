package steading.capsule.parcel;

import java.nio.file.Path;
import steading.problem.Problem;
import steading.problem.ProblemException;

/** What may be wrong with a parcel. */
record Complaint(Path file) {
  ProblemException noParcel() {
    return Problem.usage(
            "parcel.none",
            file + " is no file that `stead export` wrote",
            "name such a file; a newer Steading may write ones that this one does not know")
        .raise();
  }

  ProblemException password() {
    return Problem.usage(
            "parcel.password",
            "the password does not open " + file,
            "give the one that `stead export` showed, with --password-file FILE")
        .raise();
  }

  ProblemException damaged(String why) {
    return Problem.failed(
            "parcel.damaged",
            file + " is not what was exported: it is cut short, or was changed",
            "copy it once more from where it was made, or export again")
        .because(why)
        .raise();
  }

  ProblemException unsafe(String what) {
    return Problem.failed(
            "parcel.unsafe",
            file + " holds what no export holds: " + what,
            "do not use it, and ask whoever gave it to you")
        .raise();
  }

  ProblemException unreadable(Exception cause) {
    return Problem.usage(
            "parcel.unreadable", file + " cannot be read", "check its name and who may read it")
        .because(cause.toString())
        .raise();
  }
}
