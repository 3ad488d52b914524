package dev.exhibit.bench.opinion;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.VerificationMaterial.Signer;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.trust.TrustRoot;
import java.util.List;
import java.util.Optional;

/** Asks about bundles of one throw-away Sigstore, demanding everything that the genuine bundle has. */
public final class Asking {
    private static final Question.Identity IDENTITY =
            new Question.Identity(ThrowawaySigstore.IDENTITY, ThrowawaySigstore.ISSUER);

    private final Question.Trusted trust;

    /** A second managed key is trusted, so that the hint counts: with only one, we take it whatever the hint. */
    public Asking(ThrowawaySigstore sigstore) {
        this.trust = new Question.Trusted(
                List.of(sigstore.managed.published(), ThrowawayKey.p256().published()),
                sigstore.trustRoot().encode().bytes());
    }

    Question.Trusted trust() {
        return trust;
    }

    Question.Trusted in(TrustRoot root) {
        return new Question.Trusted(trust.keys(), root.encode().bytes());
    }

    static Question.Trusted in(VerificationKey key) {
        return new Question.Trusted(List.of(key), TrustRoot.empty().encode().bytes());
    }

    /** About the genuine bundle, with its artifact in hand. */
    public Question genuine(Bundle bundle) {
        return Question.of(bundle.encode().bytes(), ThrowawaySigstore.CONTENT, trust, demands(bundle));
    }

    static Question.Demanded demands(Bundle bundle) {
        int logs = bundle.material().logEntries().isEmpty() ? 0 : 1;
        boolean promised = bundle.material().logEntries().stream()
                .anyMatch(entry -> entry.promise().isPresent());
        int times = bundle.material().timestamps().isEmpty() && !promised ? 0 : 1;
        return switch (bundle.material().signer()) {
            case Signer.ManagedKey ignored -> new Question.Demanded(Optional.empty(), logs, times, 0);
            case Signer.CertificateChain ignored -> new Question.Demanded(Optional.of(IDENTITY), 1, 1, 1);
        };
    }

    static Question artifact(Question question, Bytes content) {
        return Question.of(question.bundle(), content, question.trust(), question.demands());
    }
}
