package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.x509.CertificateIdentity;
import java.util.Optional;

/**
 * Which identities of which issuer count. Patterns know one sign only, {@code *} for any characters, so that no text can
 * make matching slow.
 *
 * @param subject exact, or with {@code *}
 * @param subjectIsPattern whether {@code *} means any characters
 * @param issuer exact
 */
public record IdentityRule(String subject, boolean subjectIsPattern, String issuer) {
    /** Exactly this identity. */
    public static IdentityRule exactly(String subject, String issuer) {
        return new IdentityRule(subject, false, issuer);
    }

    /** Every identity that the pattern matches. */
    public static IdentityRule matching(String pattern, String issuer) {
        return new IdentityRule(pattern, true, issuer);
    }

    /** Reads {@code issuer} and one of {@code subject} and {@code subjectPattern}. */
    public static IdentityRule read(ObjectReader reader) {
        Optional<String> exact = reader.optionalText("subject");
        Optional<String> pattern = reader.optionalText("subjectPattern");
        String issuer = reader.text("issuer");
        reader.end();
        if (exact.isPresent() == pattern.isPresent()) {
            throw new MalformedException(
                    Reason.BAD_VALUE, reader.pointerTo("subject"), "one of subject and subjectPattern");
        }
        return exact.map(subject -> exactly(subject, issuer)).orElseGet(() -> matching(pattern.orElseThrow(), issuer));
    }

    /** What {@link #read} takes. */
    public Json.Obj toJson() {
        return Json.object()
                .with(subjectIsPattern ? "subjectPattern" : "subject", subject)
                .with("issuer", issuer);
    }

    boolean admitsSubject(CertificateIdentity identity) {
        return subjectIsPattern ? matches(subject, identity.subject()) : subject.equals(identity.subject());
    }

    boolean admitsIssuer(CertificateIdentity identity) {
        return issuer.equals(identity.issuer());
    }

    /** Greedy from the left; on a dead end only the last star is tried again, so the time is bounded by both lengths. */
    private static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int retry = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                retry = t;
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++retry;
            } else {
                return false;
            }
        }
        return pattern.substring(p).chars().allMatch(rest -> rest == '*');
    }

    @Override
    public String toString() {
        return subject + " of " + issuer;
    }
}
