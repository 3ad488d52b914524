package dev.exhibit.signer;

import dev.exhibit.boundary.artifact.ProducerRule;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.verify.OwnVerifier;
import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.verify.Claim;
import dev.exhibit.crypto.verify.Outcome;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Demands of artifacts that they carry attestations of named producers. Nothing that a table says is believed: bundles are
 * fetched by digest, hashed, and verified offline with the tenant's keys, each time. Thread-safe.
 */
public final class ProducerGate {
    /** How many bundles are looked at for one rule. */
    public static final int MOST_BUNDLES = 64;

    private final List<ProducerRule> rules;
    private final StoredAttestations attestations;
    private final KeyDirectory keys;
    private final IntentLog intents;
    private final OwnVerifier verifier;

    /**
     * @param keys whose signatures count
     * @param intents says who had a signature made
     * @param verifier judges bundles
     */
    public ProducerGate(
            List<ProducerRule> rules,
            StoredAttestations attestations,
            KeyDirectory keys,
            IntentLog intents,
            OwnVerifier verifier) {
        this.rules = List.copyOf(rules);
        this.attestations = attestations;
        this.keys = keys;
        this.intents = intents;
        this.verifier = verifier;
    }

    /**
     * Demands what must be there before a statement of that type is signed.
     *
     * @throws ProblemException {@code producer_missing}, {@code unavailable}
     */
    void requireFor(Call call, Digest artifact, String predicateType) {
        require(call, artifact, rule -> rule.predicateType().equals(predicateType));
    }

    /** The same for an artifact itself: its bytes could be the encoding of any statement, so every rule must be met. */
    void requireForBareArtifact(Call call, Digest artifact) {
        require(call, artifact, rule -> true);
    }

    private void require(Call call, Digest artifact, Predicate<ProducerRule> guarded) {
        for (ProducerRule rule : rules) {
            boolean holds = guarded.test(rule)
                    && rule.isFor(call.tenant(), call.caller().identity());
            if (holds && !isMet(call, artifact, rule)) {
                throw new ProblemException(
                        ProblemCode.PRODUCER_MISSING,
                        "before this is signed, the artifact " + artifact + " needs a verified attestation of type "
                                + rule.needs() + " by a producer that the operator named");
            }
        }
    }

    private boolean isMet(Call call, Digest artifact, ProducerRule rule) {
        Set<VerificationKey> trusted = trusted(call, rule);
        return attestations.about(call, artifact, rule.needs()).stream()
                .limit(MOST_BUNDLES)
                .flatMap(bundle -> bytes(call, bundle).stream())
                .anyMatch(
                        bundle -> isBy(call, rule, bundle, verifier.verify(call.tenant(), trusted, bundle, artifact)));
    }

    /** A signature proves no time: those of a key that was ever revoked do not count. */
    private Set<VerificationKey> trusted(Call call, ProducerRule rule) {
        return keys.list(call).stream()
                .filter(KeyRecord::isTrusted)
                .map(KeyRecord::key)
                .filter(key -> rule.keys().isEmpty() || rule.keys().contains(key.id()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Nothing where the bytes are gone or not what they were: another bundle may do. */
    private Optional<Bytes> bytes(Call call, Digest bundle) {
        try {
            return Optional.of(attestations.read(call, bundle))
                    .filter(bytes -> Hashing.of(bytes).equals(bundle));
        } catch (ProblemException lost) {
            if (lost.code() == ProblemCode.UNAVAILABLE) {
                throw lost;
            }
            return Optional.empty();
        }
    }

    private boolean isBy(Call call, ProducerRule rule, Bytes bundle, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Refused ignored -> false;
            case Outcome.Verified verified ->
                isOfType(rule, verified.claim()) && isHadMadeBy(call, rule, bundle, verified.key());
        };
    }

    private static boolean isOfType(ProducerRule rule, Claim claim) {
        return switch (claim) {
            case Claim.Attested attested -> attested.statement().predicateType().equals(rule.needs());
            case Claim.Signed ignored -> false;
        };
    }

    private boolean isHadMadeBy(Call call, ProducerRule rule, Bytes bundle, VerificationKey key) {
        if (rule.identities().isEmpty()) {
            return true;
        }
        BundleContent content = Bundle.decode(bundle).content();
        return !Collections.disjoint(
                rule.identities(), intents.askedBy(call, key.id(), content.signedDigest(), content.signature()));
    }
}
