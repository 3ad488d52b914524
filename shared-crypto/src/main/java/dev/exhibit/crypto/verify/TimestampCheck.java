package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.trust.Authority;
import dev.exhibit.crypto.trust.TrustRoot;
import java.time.Instant;
import java.util.List;

/** Judges single timestamps exactly as the verifier judges those in our own bundles. Thread-safe. */
public final class TimestampCheck {
    private static final Digest NO_ARTIFACT = Hashing.of(Bytes.empty());

    private final Trust trust;
    private final SignatureChecker checker;
    private final Chains chains = new Chains();

    /** @param authorities one of which must have made a timestamp */
    public TimestampCheck(List<Authority> authorities, SignatureChecker checker) {
        this.trust = Trust.in(new TrustRoot(List.of(), List.of(), List.of(), authorities));
        this.checker = checker;
    }

    /**
     * Returns if each authority's chain is right for timestamps.
     *
     * @throws dev.exhibit.crypto.encoding.MalformedException if a certificate forbids it
     * @throws dev.exhibit.crypto.key.BadSignatureException if one was not signed by the next
     */
    public void requireChains() {
        trust.root()
                .timestampAuthorities()
                .forEach(authority -> TimestampStep.requireSound(authority, chains, checker));
    }

    /**
     * Returns the proven time if {@code response} is a timestamp over {@code signature}.
     *
     * @param now what lies after it is in the future
     * @throws TimestampRefusedException if the verifier would refuse it
     */
    public VerifiedTime require(Bytes response, SignatureBytes signature, Instant now) {
        Findings findings = new Findings();
        Case given = new Case(trust, Demands.ofOurs(), checker, chains, new Artifact.Named(NO_ARTIFACT), now);
        try {
            TimestampStep.check(response, signature, given, findings);
            return findings.times().getFirst();
        } catch (Refusal refusal) {
            throw new TimestampRefusedException(refusal.after(List.of()));
        }
    }
}
