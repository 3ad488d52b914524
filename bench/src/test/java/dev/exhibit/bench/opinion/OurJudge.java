package dev.exhibit.bench.opinion;

import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.verify.Demands;
import dev.exhibit.crypto.verify.IdentityRule;
import dev.exhibit.crypto.verify.Outcome;
import dev.exhibit.crypto.verify.Trust;
import dev.exhibit.crypto.verify.Verifier;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Our own verifier, asked as about anybody's bundle. */
public final class OurJudge implements Judge {
    private final SignatureChecker checker;
    private final Instant now;
    private final Map<Key, Verifier> verifiers = new HashMap<>();

    private record Key(Question.Trusted trust, Question.Demanded demands) {}

    /**
     * @param checker checks signatures
     * @param now the time of every verification
     */
    public OurJudge(SignatureChecker checker, Instant now) {
        this.checker = checker;
        this.now = now;
    }

    @Override
    public Prepared prepare(Question question) {
        Verifier verifier = verifiers.computeIfAbsent(new Key(question.trust(), question.demands()), this::verifier);
        return () -> opinion(verifier.verify(question.bundle(), question.artifact(), now));
    }

    private static Opinion opinion(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Verified ignored -> new Opinion.Accepted();
            case Outcome.Refused refused ->
                new Opinion.Refused(
                        refused.code().code() + ": expected " + refused.expected() + "; found " + refused.found());
        };
    }

    private Verifier verifier(Key key) {
        Question.Demanded demanded = key.demands();
        List<IdentityRule> identities = demanded.identity()
                .map(wanted -> List.of(IdentityRule.exactly(wanted.subject(), wanted.issuer())))
                .orElse(List.of());
        Demands demands = new Demands(
                Demands.Spelling.ANY,
                identities,
                demanded.logEntries(),
                demanded.times(),
                demanded.certificateTimestamps());
        return new Verifier(
                new Trust(
                        new HashSet<>(key.trust().keys()),
                        TrustRoot.decode(key.trust().root()),
                        Set.of()),
                demands,
                checker);
    }
}
