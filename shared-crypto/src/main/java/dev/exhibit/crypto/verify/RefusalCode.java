package dev.exhibit.crypto.verify;

import java.util.Locale;

/** Every reason for which the verifier refuses. Stable; each has a row in {@code docs/spec/refusals.md}. */
public enum RefusalCode {
    BUNDLE_MALFORMED("Get the bundle again from where it was made; it was damaged or is not a bundle."),
    BUNDLE_NOT_CANONICAL("Use the bytes exactly as they were issued; do not reformat a bundle."),
    MEDIA_TYPE_UNSUPPORTED("Ask the signer for a bundle of version 0.3."),
    KEY_UNKNOWN("Name the signer's public key if you trust it; otherwise do not trust this artifact."),
    SIGNATURE_MALFORMED("Get the bundle again from where it was made; its signature was damaged."),
    SIGNATURE_INVALID("Do not trust this artifact: what was signed has been changed, or by another key."),
    PAYLOAD_TYPE_UNEXPECTED("Ask the signer for an in-toto attestation."),
    STATEMENT_MALFORMED("Ask the signer for an in-toto Statement v1; see what was found."),
    ARTIFACT_NOT_SUBJECT("Do not trust this artifact: this evidence is about another one. Check which file you have."),
    ARTIFACT_DIFFERS("Do not trust this artifact: this signature is over another one. Check which file you have.");

    private final String advice;

    RefusalCode(String advice) {
        this.advice = advice;
    }

    /** What the person who asked should do. */
    public String advice() {
        return advice;
    }

    /** The stable code, for example {@code key_unknown}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
