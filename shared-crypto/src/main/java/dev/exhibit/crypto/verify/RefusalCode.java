package dev.exhibit.crypto.verify;

import java.util.Locale;

/** Every reason for which the verifier refuses. Stable; each has a row in {@code docs/spec/refusals.md}. */
public enum RefusalCode {
    BUNDLE_MALFORMED("Get the bundle again from where it was made; it was damaged or is not a bundle."),
    BUNDLE_NOT_CANONICAL("Use the bytes exactly as they were issued; do not reformat a bundle."),
    MEDIA_TYPE_UNSUPPORTED("Ask the signer for a bundle of version 0.3."),
    KEY_UNKNOWN("Name the signer's public key if you trust it; otherwise do not trust this artifact."),
    CERTIFICATE_MALFORMED("Ask the signer for a bundle with a well-formed certificate; see what was found."),
    CERTIFICATE_IS_KEY("Do not trust this bundle: a bare key says nothing about who holds it."),
    SIGNATURE_MALFORMED("Get the bundle again from where it was made; its signature was damaged."),
    SIGNATURE_INVALID("Do not trust this artifact: what was signed has been changed, or by another key."),
    ARTIFACT_BYTES_NEEDED("Give the file instead of its digest: this signature is over the bytes themselves."),
    TIMESTAMP_MALFORMED("Get the bundle again from where it was made; its timestamp was damaged."),
    TIMESTAMP_UNTRUSTED("Check that your trust root is the one that the signer's timestamp authority belongs to."),
    TIMESTAMP_INVALID("Do not trust this bundle: the authority did not sign its timestamp."),
    TIMESTAMP_OF_ANOTHER_SIGNATURE("Do not trust this bundle: its timestamp was taken from another signature."),
    TIMESTAMP_OUT_OF_USE("Do not trust this bundle: the authority did not count at the time that it states."),
    TIMESTAMP_IN_FUTURE("Check this machine's clock; if it is right, do not trust the timestamp authority."),
    LOG_ENTRY_MALFORMED("Get the bundle again from where it was made; its log entry was damaged."),
    LOG_ENTRY_UNSUPPORTED("Ask the signer to log as hashedrekord; this kind of entry is not taken."),
    LOG_UNKNOWN("Check that your trust root is the one that the signer's log belongs to."),
    LOG_OUT_OF_USE("Do not trust this bundle: the log's key did not count at the time of signing."),
    LOG_ENTRY_OF_ANOTHER_ARTIFACT("Do not trust this bundle: its log entry is about something else."),
    LOG_ENTRY_OF_ANOTHER_SIGNATURE("Do not trust this bundle: its log entry is about another signature."),
    LOG_ENTRY_OF_ANOTHER_KEY("Do not trust this bundle: its log entry names another signer."),
    LOG_ENTRY_INCONSISTENT("Do not trust this bundle: its log entry contradicts itself; see what was found."),
    LOG_PROMISE_MISSING(
            "Get the bundle again with the log's signed entry timestamp: nothing else binds its index and time."),
    LOG_PROMISE_INVALID("Do not trust this bundle: the log did not sign this entry, index and time."),
    LOG_TIME_IN_FUTURE("Check this machine's clock; if it is right, do not trust the log."),
    LOG_PROOF_INVALID("Do not trust this bundle: its proof does not lead to the log's root."),
    CHECKPOINT_DIFFERS("Do not trust this bundle: its checkpoint is of another tree than its proof."),
    CHECKPOINT_ORIGIN_WRONG("Do not trust this bundle: its checkpoint is of another log."),
    CHECKPOINT_UNSIGNED("Do not trust this bundle: the log's key is not among the checkpoint's signatures."),
    CHECKPOINT_INVALID("Do not trust this bundle: the log did not sign its checkpoint."),
    WITNESS_UNKNOWN("Name the witness's key if you trust it; in our own bundles every signature line must be known."),
    WITNESS_INVALID("Do not trust this bundle: a witness did not sign its checkpoint."),
    LOG_ENTRIES_TOO_FEW("Ask the signer for a bundle that shows in enough logs that you trust."),
    TIMES_TOO_FEW("Ask the signer for a bundle with a timestamp: without one, nobody knows when it was signed."),
    KEY_REVOKED("Do not trust this artifact: nothing proves that its key signed before it was revoked."),
    CERTIFICATE_UNTRUSTED("Check that your trust root is the one that the signer's certificate authority belongs to."),
    CERTIFICATE_AUTHORITY_OUT_OF_USE("Do not trust this bundle: its authority did not count at the time of signing."),
    CERTIFICATE_NOT_VALID_THEN("Do not trust this bundle: it was signed outside the certificate's period of validity."),
    LOG_TIME_OUTSIDE_CERTIFICATE(
            "Do not trust this bundle: it was logged outside the certificate's period of validity."),
    CERTIFICATE_TIMESTAMP_MALFORMED("Ask the signer for a certificate that was logged as RFC 6962 says."),
    CERTIFICATE_LOG_UNKNOWN("Check that your trust root is the one that the signer's certificate log belongs to."),
    CERTIFICATE_LOG_OUT_OF_USE("Do not trust this bundle: the certificate log's key did not count at that time."),
    CERTIFICATE_TIMESTAMP_INVALID("Do not trust this bundle: the certificate log did not sign this certificate."),
    CERTIFICATE_TIMESTAMP_IN_FUTURE("Check this machine's clock; if it is right, do not trust the certificate log."),
    CERTIFICATE_TIMESTAMPS_TOO_FEW("Ask the signer for a certificate that shows in enough logs that you trust."),
    IDENTITY_NOT_WANTED("Name the identity that must have signed; this artifact was signed by the one found."),
    ISSUER_NOT_WANTED("Check who must vouch for the identity; this one was vouched for by the issuer found."),
    PAYLOAD_TYPE_UNEXPECTED("Ask the signer for an in-toto attestation."),
    STATEMENT_MALFORMED("Ask the signer for an in-toto Statement v1; see what was found."),
    ARTIFACT_NOT_SUBJECT("Do not trust this artifact: this evidence is about another one. Check which file you have."),
    ARTIFACT_DIFFERS("Do not trust this artifact: this signature is over another one. Check which file you have."),
    TRUST_ROOT_TOO_OLD("Get the current trust root from where you pinned it, then verify again."),
    PREDICATE_TYPE_NOT_WANTED("Ask the signer for an attestation of a type that the policy names."),
    PREDICATE_VALUE_DIFFERS(
            "Do not use this artifact under this policy: what is stated about it is not what is asked."),
    EVIDENCE_UNDATED("Ask the signer for a bundle with a timestamp: the policy limits the age of evidence."),
    EVIDENCE_TOO_OLD("Ask the signer for fresh evidence: the policy limits its age."),
    CHECKED_NOT_ENOUGH("Ask the signer to look at the artifact's bytes: the policy wants more than was checked."),
    SIGNATURES_TOO_FEW("Get bundles by more signers that the policy names."),
    JOURNAL_PROOF_OF_ANOTHER_SUBJECT(
            "Ask for the proof again; if it is about another artifact again, do not trust the store."),
    JOURNAL_ENTRY_MALFORMED("Get this program's newest version; if it refuses too, do not trust the store."),
    JOURNAL_CHAIN_DIFFERS("Do not trust the list: evidence was hidden, added or put in another order."),
    JOURNAL_PATH_INVALID("Do not trust the list: its proof does not lead to what the journal says."),
    JOURNAL_HEADS_NOT_LAST("Do not trust the list: its proof is not about the newest state of the checkpoint."),
    JOURNAL_ROLLED_BACK("Do not trust the store: its journal does not continue what it signed before."),
    RECEIPT_INVALID("Do not rely on this receipt: the store's key did not sign it, or it is none."),
    RECEIPT_NOT_KEPT("Tell the store's operator and its auditors: what the store promised is not in its journal."),
    AUDIT_CHAIN_DIFFERS("Do not trust these records: one was changed, removed, added or put in another place."),
    COMMITMENT_MISSING("Name the bundle of the SBOM's commitment; this one states something else."),
    COMMITMENT_MALFORMED("Ask the signer for a commitment that this program knows; see what was found."),
    SLICE_MALFORMED("Get the slice again from where it was cut; it was damaged or is no SBOM."),
    SLICE_PROOF_MALFORMED("Get the proof again from where the slice was cut; it was damaged."),
    SLICE_PROOF_OF_ANOTHER_SLICE("Do not trust this slice: it was changed, or its proof belongs to another one."),
    SLICE_COMMITMENT_DIFFERS("Do not trust this slice: it was cut from an SBOM that this signer did not attest."),
    SLICE_NOT_COMMITTED("Do not trust this slice: the SBOM does not have all of its parts and edges."),
    SLICE_NOT_EXACT("Do not trust this slice: it says something that nothing proves.");

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
