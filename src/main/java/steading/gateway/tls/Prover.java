package steading.gateway.tls;

import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Dns01Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.exception.AcmeException;
import steading.gateway.tls.Authority.Refusal;

/** Shows an authority that a host is ours. */
interface Prover {
  /**
   * Makes the answer to be found; closing takes it away again.
   *
   * @return what to tell the authority to look at
   */
  Shown show(Authorization authorization) throws Refusal, AcmeException;

  /** An answer that can be found. */
  interface Shown extends AutoCloseable {
    Challenge challenge();

    @Override
    void close();
  }

  /** The gateway answers by itself: the answer is made of the question and of our account. */
  static Prover http() {
    return authorization -> {
      Http01Challenge challenge =
          authorization
              .findChallenge(Http01Challenge.class)
              .orElseThrow(() ->
                  new Refusal(
                      "the authority does not offer http-01 for this name: use dns-01 instead"));
      return shown(challenge, () -> {});
    };
  }

  /** Where records of a zone can be written. */
  interface Zone {
    /** Returns once the record can be found. */
    void add(String name, String value) throws Refusal, AcmeException;

    /** What goes wrong is only logged: the record harms nobody. */
    void remove(String name, String value);
  }

  static Prover dns(Zone zone) {
    return authorization -> {
      Dns01Challenge challenge =
          authorization
              .findChallenge(Dns01Challenge.class)
              .orElseThrow(() -> new Refusal("the authority does not offer dns-01 for this name"));
      String name = challenge.getRRName(authorization.getIdentifier());
      String record = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
      String value = challenge.getDigest();
      Runnable hide = () -> zone.remove(record, value);
      try {
        zone.add(record, value);
      } catch (Refusal | AcmeException e) {
        hide.run();
        throw e;
      }
      return shown(challenge, hide);
    };
  }

  private static Shown shown(Challenge challenge, Runnable hide) {
    return new Shown() {
      @Override
      public Challenge challenge() {
        return challenge;
      }

      @Override
      public void close() {
        hide.run();
      }
    };
  }
}
