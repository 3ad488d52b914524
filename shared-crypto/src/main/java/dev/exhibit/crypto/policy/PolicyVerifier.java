package dev.exhibit.crypto.policy;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.tlog.WitnessKey;
import dev.exhibit.crypto.trust.KeyHistory;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.verify.Artifact;
import dev.exhibit.crypto.verify.Claim;
import dev.exhibit.crypto.verify.Demands;
import dev.exhibit.crypto.verify.Outcome;
import dev.exhibit.crypto.verify.RefusalCode;
import dev.exhibit.crypto.verify.Trust;
import dev.exhibit.crypto.verify.VerifiedTime;
import dev.exhibit.crypto.verify.Verifier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Judges the bundles about one artifact by a policy. Every input gives a {@link Decision}. */
public final class PolicyVerifier {
    private final Policy policy;
    private final Verifier verifier;

    /**
     * @param root whom to believe besides the policy's keys
     * @param spelling how strictly bundles must be written
     */
    public PolicyVerifier(
            Policy policy,
            TrustRoot root,
            java.util.Set<WitnessKey> witnesses,
            Demands.Spelling spelling,
            SignatureChecker checker) {
        this(policy, new Trust(policy.keys(), root, witnesses), spelling, checker);
    }

    /** The same with whatever else is known about the policy's keys. */
    public PolicyVerifier(
            Policy policy,
            TrustRoot root,
            java.util.Set<WitnessKey> witnesses,
            KeyHistory history,
            Demands.Spelling spelling,
            SignatureChecker checker) {
        this(policy, new Trust(policy.keys(), root, witnesses, history), spelling, checker);
    }

    private PolicyVerifier(Policy policy, Trust trust, Demands.Spelling spelling, SignatureChecker checker) {
        this.policy = policy;
        Thresholds least = policy.thresholds();
        Demands demands = new Demands(
                spelling, policy.identities(), least.logEntries(), least.times(), least.certificateTimestamps());
        this.verifier = new Verifier(trust, demands, checker);
    }

    /** @param bundles exactly as received; those that do not hold simply do not count */
    public Decision decide(List<Bytes> bundles, Artifact artifact, Situation situation) {
        List<Outcome> outcomes = bundles.stream()
                .map(bundle -> judge(verifier.verify(bundle, artifact, situation.now()), situation))
                .toList();
        return refusal(outcomes, situation)
                .<Decision>map(reason -> new Decision.Failed(policy.digest(), reason, outcomes))
                .orElseGet(() -> new Decision.Passed(policy.digest(), outcomes, trustAge(situation)));
    }

    private Optional<Outcome.Refused> refusal(List<Outcome> outcomes, Situation situation) {
        return staleTrust(situation).or(() -> notChecked(situation)).or(() -> tooFew(outcomes));
    }

    private Optional<Outcome.Refused> staleTrust(Situation situation) {
        return policy.maxTrustAge()
                .filter(limit ->
                        trustAge(situation).isNegative() || trustAge(situation).compareTo(limit) > 0)
                .map(limit -> refused(
                        RefusalCode.TRUST_ROOT_TOO_OLD,
                        "a trust root of at most " + limit,
                        "one of " + trustAge(situation)));
    }

    private static Duration trustAge(Situation situation) {
        return Duration.between(situation.trustRootFetched(), situation.now());
    }

    private Optional<Outcome.Refused> notChecked(Situation situation) {
        String found = situation.checked().orElse("no receipt");
        return policy.checked().isEmpty() || policy.checked().contains(found)
                ? Optional.empty()
                : Optional.of(refused(
                        RefusalCode.CHECKED_NOT_ENOUGH,
                        "a receipt that says one of "
                                + policy.checked().stream().sorted().toList(),
                        found));
    }

    /** Where one bundle was given, its own reason says more than a count of zero. */
    private Optional<Outcome.Refused> tooFew(List<Outcome> outcomes) {
        long signers = outcomes.stream()
                .flatMap(outcome -> signer(outcome).stream())
                .distinct()
                .count();
        if (signers >= policy.thresholds().signatures()) {
            return Optional.empty();
        }
        return outcomes.size() == 1 && outcomes.getFirst() instanceof Outcome.Refused only
                ? Optional.of(only)
                : Optional.of(refused(
                        RefusalCode.SIGNATURES_TOO_FEW,
                        policy.thresholds().signatures() + " signers",
                        signers + " in " + outcomes.size() + " bundles"));
    }

    /** One person with two certificates is one signer. */
    private static Optional<String> signer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Verified verified ->
                Optional.of(verified.evidence()
                        .identity()
                        .map(identity -> identity.subject() + " " + identity.issuer())
                        .orElse(verified.key().id().hex()));
            case Outcome.Refused ignored -> Optional.empty();
        };
    }

    private Outcome judge(Outcome outcome, Situation situation) {
        return switch (outcome) {
            case Outcome.Refused refused -> refused;
            case Outcome.Verified verified ->
                stale(verified, situation)
                        .or(() -> unwanted(verified))
                        .map(Outcome.class::cast)
                        .orElse(verified);
        };
    }

    private Optional<Outcome.Refused> stale(Outcome.Verified verified, Situation situation) {
        if (policy.maxAge().isEmpty()) {
            return Optional.empty();
        }
        Duration limit = policy.maxAge().get();
        Optional<Instant> earliest =
                verified.evidence().times().stream().map(VerifiedTime::time).min(Instant::compareTo);
        if (earliest.isEmpty()) {
            return Optional.of(refused(verified, RefusalCode.EVIDENCE_UNDATED, "a proven time", "none"));
        }
        return Duration.between(earliest.get(), situation.now()).compareTo(limit) > 0
                ? Optional.of(refused(
                        verified,
                        RefusalCode.EVIDENCE_TOO_OLD,
                        "signed at most " + limit + " ago",
                        "signed at " + earliest.get()))
                : Optional.empty();
    }

    private Optional<Outcome.Refused> unwanted(Outcome.Verified verified) {
        if (policy.predicateTypes().isEmpty()) {
            return Optional.empty();
        }
        return switch (verified.claim()) {
            case Claim.Signed ignored ->
                Optional.of(refused(
                        verified,
                        RefusalCode.PREDICATE_TYPE_NOT_WANTED,
                        wantedTypes(),
                        "a signature that states nothing"));
            case Claim.Attested attested -> unwanted(verified, attested.statement());
        };
    }

    private Optional<Outcome.Refused> unwanted(Outcome.Verified verified, Statement statement) {
        if (!policy.predicateTypes().contains(statement.predicateType())) {
            return Optional.of(
                    refused(verified, RefusalCode.PREDICATE_TYPE_NOT_WANTED, wantedTypes(), statement.predicateType()));
        }
        Json predicate = statement.predicate();
        return policy.predicate().stream()
                .filter(rule -> !rule.admits(predicate))
                .findFirst()
                .map(rule ->
                        refused(verified, RefusalCode.PREDICATE_VALUE_DIFFERS, rule.toString(), rule.found(predicate)));
    }

    private String wantedTypes() {
        return "one of " + policy.predicateTypes().stream().sorted().toList();
    }

    private static Outcome.Refused refused(RefusalCode code, String expected, String found) {
        return Outcome.Refused.of(code, expected, found, List.of());
    }

    private static Outcome.Refused refused(Outcome.Verified after, RefusalCode code, String expected, String found) {
        return Outcome.Refused.of(code, expected, found, after.checks());
    }
}
