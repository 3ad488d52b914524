package dev.exhibit.bench.opinion;

import static dev.exhibit.bench.opinion.Peer.NPM;
import static dev.exhibit.bench.opinion.Peer.SIGSTORE_JAVA;

import dev.exhibit.crypto.encoding.StrictBase64;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The classes of disagreement that are understood, each with a row in {@code docs/spec/second-opinions.md}. A disagreement
 * belongs to the first class that takes it, so the narrow ones come first.
 */
enum Explained {
    MANAGED_KEY(
            SIGSTORE_JAVA,
            theyRefuse("Could not find any tlog entries", "Plain public keys are not supported")
                    .and(kind("KEY_"))),
    ENVELOPE_AS_HASHEDREKORD(
            SIGSTORE_JAVA, theyRefuse("but found hashedrekord:0.0.2").and(kind("IDENTITY_DSSE"))),
    ENVELOPE_AS_INTOTO(SIGSTORE_JAVA, theyRefuse("but found intoto:0.0.2").and(kind("IDENTITY_INTOTO"))),
    HASH_OF_KEY(NPM, theyRefuse("SIGNATURE_ERROR").and(change("managed key"))),
    HINT_OF_ONLY_KEY(
            NPM, theyRefuse("PUBLIC_KEY_ERROR: key not found").and(change("another hint and one trusted key"))),
    TIMESTAMPS_OF_ONE_SECOND(NPM, theyRefuse("duplicate timestamp").and(change("two timestamps of one second"))),
    ENTRY_LOGGED_TWICE(NPM, theyRefuse("duplicate tlog entry").and(change("two entries of one log"))),
    OTHER_KEY_OF_ONE_NAME(
            SIGSTORE_JAVA, theyRefuse("Checkpoint key hint did not match").and(Explained::hasSeveralSignatureLines)),

    NO_IDENTITY_NAMED(both(), weRefuse("identity_not_wanted", "none was")),
    FIRST_ENTRY_ONLY(SIGSTORE_JAVA, weRefuse("log_").and(Explained::hasSeveralEntries)),
    ITEM_TWICE(SIGSTORE_JAVA, weRefuse("bundle_malformed", "an item is given twice")),
    SNAKE_CASE(SIGSTORE_JAVA, weRefuse("bundle_malformed").and(change("snake case"))),
    MEMBER_TWICE(both(), weRefuse("bundle_malformed", "malformed_json_duplicate_key")),
    LOOSE_JSON(SIGSTORE_JAVA, weRefuse("bundle_malformed", "malformed_json:")),
    LOOSE_BASE64(both(), weRefuse("bundle_malformed", "malformed_base64")),
    UNKNOWN_MEMBER(both(), weRefuse("bundle_malformed", "malformed_unknown_member")),
    MEDIA_TYPE(NPM, weRefuse("media_type_unsupported")),
    ONE_OF(
            NPM,
            weRefuse(
                    "bundle_malformed",
                    "one of publicKey, certificate and x509CertificateChain",
                    "one of dsseEnvelope and messageSignature")),
    NUMBER_OF_ALGORITHM(
            both(), weRefuse("bundle_malformed", "malformed_wrong_type at /messageSignature/messageDigest/algorithm")),
    MESSAGE_DIGEST(
            NPM,
            weRefuse("bundle_malformed", "/messageSignature/messageDigest/")
                    .or(weRefuse("signature_invalid").and(kind("KEY_MESSAGE")).and(Explained::namesAnotherDigest))),
    COPIES_IN_PROOF(
            NPM,
            weRefuse(
                            "bundle_malformed",
                            "/inclusionProof/rootHash",
                            "/inclusionProof/treeSize",
                            "an index from 0 to the tree's size")
                    .or(weRefuse("log_proof_invalid"))),
    OUTER_INDEX(
            both(),
            weRefuse("log_entry_inconsistent", "expected one index")
                    .or(weRefuse("bundle_malformed", "/logIndex")
                            .and(Explained::isOfRekorV2)
                            .and(inOtherWordsThan("inclusionProof")))),
    FORM_OF_NUMBERS(both(), weRefuse("bundle_malformed", "decimal numbers")),
    KIND_UNREAD(
            SIGSTORE_JAVA,
            weRefuse("bundle_malformed", "/kindVersion")
                    .or(weRefuse("log_entry_malformed", "at /kind:", "at /apiVersion:"))),
    MISSING_MEMBER(SIGSTORE_JAVA, weRefuse("bundle_malformed", "malformed_missing_member")),
    LINES_OF_NOTE(both(), weRefuse("bundle_malformed", "/inclusionProof/checkpoint/")),
    BYTES_AFTER_CERTIFICATE(SIGSTORE_JAVA, weRefuse("certificate_malformed", "bytes too many")),
    TWO_NAMES(
            NPM,
            weRefuse("certificate_malformed", "an identity and its issuer").and(change("certificate with two names"))),
    UNSIGNED_PARTS_OF_CERTIFICATE(
            both(), weRefuse("certificate_malformed", "names two signature algorithms", "malformed_der")),
    UNSIGNED_PARTS_OF_TIMESTAMP(
            both(), weRefuse("timestamp_malformed").or(weRefuse("timestamp_untrusted", "another signer"))),
    CERTIFICATE_PURPOSE(both(), weRefuse("certificate_untrusted", "must be for digital signatures")),
    LEAF_IS_AUTHORITY(both(), weRefuse("certificate_untrusted", "the leaf is a certificate authority")),
    CRITICAL_EXTENSION(NPM, weRefuse("certificate_untrusted", "certificate extension")),
    FUTURE(
            both(),
            weRefuse("timestamp_in_future")
                    .or(weRefuse("certificate_timestamp_in_future"))
                    .or(weRefuse("log_time_in_future"))),
    LOG_TIME(SIGSTORE_JAVA, weRefuse("log_time_outside_certificate")),
    LOG_ENDED(both(), weRefuse("log_out_of_use").and(change("log ended"))),
    PROOF_LENGTH(
            SIGSTORE_JAVA,
            weRefuse("log_proof_invalid", "the proof is too")
                    .or(weRefuse(
                            "bundle_malformed",
                            "an index from 0 to the tree's size",
                            "/inclusionProof/treeSize",
                            "/inclusionProof/logIndex"))),
    CHECKPOINT_SIZE(SIGSTORE_JAVA, weRefuse("checkpoint_differs")),
    NAME_IN_CHECKPOINT(NPM, weRefuse("checkpoint_unsigned")),
    CHECKPOINT_ORIGIN(both(), weRefuse("checkpoint_origin_wrong")),
    PROMISE_OR_TIME_IN_V2(both(), weRefuse("log_entry_inconsistent", "no time and no promise")),
    SIGNER_OF_ENTRY(both(), weRefuse("log_entry_of_another_key")),
    MEMBERS_OF_ENTRY(both(), weRefuse("log_entry_malformed", "malformed_unknown_member")),
    SUBJECT(NPM, weRefuse("artifact_not_subject")),
    PAYLOAD(NPM, weRefuse("payload_type_unexpected").or(weRefuse("statement_malformed")));

    private final Set<Peer> peers;
    private final Predicate<Disagreement> takes;

    Explained(Peer peer, Predicate<Disagreement> takes) {
        this(EnumSet.of(peer), takes);
    }

    Explained(Set<Peer> peers, Predicate<Disagreement> takes) {
        this.peers = peers;
        this.takes = takes;
    }

    /** The class of a disagreement with {@code peer}, if there is one. */
    static Optional<Explained> of(Disagreement disagreement, Peer peer) {
        for (Explained candidate : values()) {
            if (candidate.peers.contains(peer) && candidate.takes.test(disagreement)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** As in the table. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Set<Peer> peers() {
        return peers;
    }

    private static Set<Peer> both() {
        return EnumSet.allOf(Peer.class);
    }

    /** Only we refuse, with this code and, if given, one of these words. */
    private static Predicate<Disagreement> weRefuse(String code, String... words) {
        return found -> !found.weAccept()
                && found.ourReason().startsWith(code)
                && (words.length == 0 || contains(found.ourReason(), words));
    }

    /** Only the peer refuses, with one of these words. */
    private static Predicate<Disagreement> theyRefuse(String... words) {
        return found -> found.weAccept() && contains(found.theirReason(), words);
    }

    private static boolean contains(String reason, String... words) {
        for (String word : words) {
            if (reason.contains(word)) {
                return true;
            }
        }
        return false;
    }

    private static Predicate<Disagreement> kind(String start) {
        return found -> found.sample().kind().startsWith(start);
    }

    private static Predicate<Disagreement> change(String start) {
        return found -> found.sample().change().startsWith(start);
    }

    private static Predicate<Disagreement> inOtherWordsThan(String word) {
        return found -> !found.ourReason().contains(word);
    }

    private static boolean isOfRekorV2(Disagreement found) {
        return !found.sample().kind().endsWith("REKOR_V1");
    }

    private static boolean namesAnotherDigest(Disagreement found) {
        Question question = found.sample().question();
        String digest = StrictBase64.encode(question.artifact().digest().bytes());
        return !question.bundle().asLenientText().contains(digest);
    }

    private static boolean hasSeveralEntries(Disagreement found) {
        return hasSeveral(found, "\"canonicalizedBody\"");
    }

    private static boolean hasSeveralSignatureLines(Disagreement found) {
        return hasSeveral(found, "\u2014 ");
    }

    private static boolean hasSeveral(Disagreement found, String part) {
        String text = found.sample().question().bundle().asLenientText();
        return text.indexOf(part) != text.lastIndexOf(part);
    }
}
