package dev.exhibit.authority.enrolment;

import dev.exhibit.authority.AuthorityIdentity;
import dev.exhibit.authority.enrolment.JobTokenCheck.Claimed;
import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.token.ReplayGuard;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Takes the token of a CI job for what the one rule that allows the job says. Thread-safe. */
public final class JobExchange {
    private static final int PLACES = 4;

    private final JobTokenCheck tokens;
    private final ExchangeRules rules;
    private final IssuerKeys keys;
    private final ReplayGuard replays;
    private final SignatureChecker checker;
    private final Semaphore places = new Semaphore(PLACES);

    /** @param replays the memory of used tokens; the one of proofs may be shared */
    public JobExchange(
            AuthorityIdentity identity,
            ExchangeRules rules,
            IssuerKeys keys,
            ReplayGuard replays,
            Limits limits,
            SignatureChecker checker) {
        this.tokens = new JobTokenCheck(identity, limits);
        this.rules = rules;
        this.keys = keys;
        this.replays = replays;
        this.checker = checker;
    }

    /** What the failures of jobs are counted under; nothing of it is believed, so nothing but failures may follow from it. */
    Optional<String> kindOf(String compact) {
        try {
            return Optional.of(tokens.read(compact).kind());
        } catch (EnrolmentException noToken) {
            return Optional.empty();
        }
    }

    /**
     * Uses the token up.
     *
     * @throws EnrolmentException if no rule, or more than one, allows it
     * @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable}, also where the issuer's keys are not known
     */
    Grant exchange(String compact, Instant now) {
        // 1. A token for one tenant of this authority, which has rules for its issuer.
        Claimed token = tokens.read(compact);
        List<ExchangeRule> ofIssuer = rules.ofIssuer(token.tenant(), token.issuer());
        EnrolmentException.demand(!ofIssuer.isEmpty(), EnrolmentRefusal.ISSUER_UNKNOWN);
        // 2. The issuer signed it: from here on it is believed, and refusals are the tenant's to know.
        List<ExchangeRule> believed = inPlace(() -> signedFor(token, ofIssuer));
        EnrolmentException.demand(!believed.isEmpty(), EnrolmentRefusal.TOKEN_SIGNATURE);
        // 3. For now, and not for long.
        Instant forgotten = tokens.demandTime(token, now);
        // 4. Of a job that exactly one rule allows; never of one that runs what was only proposed.
        EnrolmentException.demand(
                !JobClaims.isPullRequest(token.claims()), EnrolmentRefusal.PULL_REQUEST, token.tenant());
        ExchangeRule rule = theOne(token, believed);
        // 5. Once.
        EnrolmentException.demand(isFirst(token, forgotten), EnrolmentRefusal.TOKEN_REPLAYED, token.tenant());
        return new Grant(
                token.tenant(),
                rule.client(),
                rule.identity(token.tenant(), token.name()),
                Optional.of(JobClaims.kept(token.claims()).with("rule", rule.name())));
    }

    /** Others' servers are asked for keys here, and may be slow: whoever wants a token must not wait behind them. */
    private <T> T inPlace(Supplier<T> work) {
        if (!places.tryAcquire()) {
            throw new ProblemException(ProblemCode.OVERLOADED, "too many jobs enrol at once");
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }

    private List<ExchangeRule> signedFor(Claimed token, List<ExchangeRule> candidates) {
        Set<FetchUrl> good = candidates.stream()
                .map(ExchangeRule::keys)
                .distinct()
                .filter(place -> isSigned(token, place))
                .collect(Collectors.toSet());
        return candidates.stream().filter(rule -> good.contains(rule.keys())).toList();
    }

    private boolean isSigned(Claimed token, FetchUrl place) {
        Optional<VerificationKey> key = keys.at(place).keyFor(token.jws());
        try {
            key.ifPresent(found -> token.jws().verify(found, checker));
            return key.isPresent();
        } catch (BadSignatureException | MalformedException another) {
            return false;
        }
    }

    private static ExchangeRule theOne(Claimed token, List<ExchangeRule> candidates) {
        List<ExchangeRule> allowing = candidates.stream()
                .filter(rule -> rule.mismatch(token.claims()).isEmpty())
                .toList();
        EnrolmentException.demand(allowing.size() <= 1, EnrolmentRefusal.RULE_AMBIGUOUS, token.tenant());
        return allowing.stream().findFirst().orElseThrow(() -> mismatch(token, candidates));
    }

    private static EnrolmentException mismatch(Claimed token, List<ExchangeRule> candidates) {
        String claim = candidates.stream()
                .max(Comparator.comparingLong(rule -> rule.nearness(token.claims())))
                .flatMap(nearest -> nearest.mismatch(token.claims()))
                .orElseThrow();
        return EnrolmentException.mismatch(token.tenant(), claim);
    }

    private boolean isFirst(Claimed token, Instant until) {
        ReplayGuard.Claim claim = claim(token, until);
        // The memory was lost and begun anew meanwhile: once more, in the new one.
        return (claim == ReplayGuard.Claim.OTHER_EPOCH ? claim(token, until) : claim) == ReplayGuard.Claim.FIRST;
    }

    private ReplayGuard.Claim claim(Claimed token, Instant until) {
        return replays.claim(token.tenant(), replays.epoch(token.tenant()), token.name(), until);
    }
}
