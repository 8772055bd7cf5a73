package steading.capsule.repo;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Requests as Azure's storage wants them signed: by the account's key, or by a signature in hand.
 */
record AzureSignature(Azure place, Map<String, String> secrets) {
  private static final String VERSION = "2020-10-02";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

  /**
   * @param blob empty for the container itself
   */
  void request(
      Curl curl, String method, String blob, Map<String, String> query, @Nullable String body) {
    String sas = S3.known(secrets, Azure.SAS).replaceFirst("^\\?", "");
    String date = DATE.format(ZonedDateTime.now(ZoneOffset.UTC));
    StringBuilder url = new StringBuilder(place.url());
    if (!blob.isEmpty()) {
      url.append('/').append(blob);
    }
    String separator = "?";
    for (Map.Entry<String, String> each : new TreeMap<>(query).entrySet()) {
      url.append(separator).append(each.getKey()).append('=').append(each.getValue());
      separator = "&";
    }
    if (!sas.isEmpty()) {
      url.append(separator).append(sas);
    }
    String type = body == null ? "" : Curl.line("header", "x-ms-blob-type: BlockBlob");
    String login =
        sas.isEmpty()
            ? Curl.line("header", "Authorization: " + header(method, blob, query, body, date))
            : "";
    curl.request(
        method,
        url.toString(),
        body,
        Curl.line("header", "x-ms-date: " + date),
        Curl.line("header", "x-ms-version: " + VERSION),
        type,
        login);
  }

  private String header(
      String method, String blob, Map<String, String> query, @Nullable String body, String date) {
    StringBuilder text = new StringBuilder(method).append("\n\n\n");
    text.append(body == null ? "" : body.length()).append("\n\n");
    text.append(body == null ? "" : "application/octet-stream").append("\n\n\n\n\n\n\n");
    if (body != null) {
      text.append("x-ms-blob-type:BlockBlob\n");
    }
    text.append("x-ms-date:").append(date).append('\n');
    text.append("x-ms-version:").append(VERSION).append('\n');
    text.append('/').append(place.account()).append('/').append(place.container());
    if (!blob.isEmpty()) {
      text.append('/').append(blob);
    }
    new TreeMap<>(query)
        .forEach((name, value) -> text.append('\n').append(name).append(':').append(value));
    return "SharedKey " + place.account() + ":" + hmac(text.toString());
  }

  private String hmac(String text) {
    try {
      byte[] key = Base64.getDecoder().decode(S3.known(secrets, Azure.KEY));
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      // No key at all; the server says what it thinks of that.
      return "";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has HMAC", e);
    }
  }

  @Override
  public String toString() {
    return "AzureSignature[" + place.shown() + "]";
  }
}
