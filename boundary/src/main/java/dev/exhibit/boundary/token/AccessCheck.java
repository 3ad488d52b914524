package dev.exhibit.boundary.token;

import dev.exhibit.boundary.AccessLimits;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.key.SignatureChecker;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides whether a request comes from somebody to whom a trusted issuer gave the token it carries. What the token allows,
 * and whether its client may use this certificate, is decided after that. Thread-safe.
 */
public final class AccessCheck {
    /** RFC 9110 section 11.4; the scheme is read without regard to case. */
    private static final Pattern HEADER =
            Pattern.compile("(?<scheme>(?i:bearer|dpop)) +(?<token>[A-Za-z0-9._~+/-]+=*)");

    private final TokenCheck tokens;
    private final ProofCheck proofs;
    private final InstantSource clock;

    /**
     * Whom to trust.
     *
     * @param issuers each with another name
     * @param audience what tokens for this service say in {@code aud}
     * @param here whether clients reach this service at an origin: what {@code htu} of a proof may begin with
     */
    public record Trust(List<TrustedIssuer> issuers, String audience, Predicate<Origin> here) {
        public Trust {
            issuers = List.copyOf(issuers);
        }
    }

    public AccessCheck(
            Trust trust, AccessLimits limits, ReplayGuard replays, SignatureChecker checker, InstantSource clock) {
        this.tokens = new TokenCheck(trust.issuers(), trust.audience(), limits, checker);
        this.proofs = new ProofCheck(trust.here(), limits, replays, checker);
        this.clock = clock;
    }

    /**
     * Lets a request in.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException 401 or 403 with one of {@link AccessRefusal}; 503
     *     {@code unavailable} where keys or memory cannot be reached
     */
    public Access admit(Presentation request) {
        Instant now = clock.instant();
        // 1. One token under one scheme.
        Matcher header = header(request);
        // 2. A token of a trusted issuer, for this service, for now.
        AccessToken token = tokens.check(header.group("token"), now);
        // 3. Bound, where it must be; to this certificate; and sent under the scheme of its binding.
        Confirmation bound = token.confirmation();
        demand(bound.binds() || !request.mustBeBound(), AccessRefusal.TOKEN_UNBOUND);
        demandCertificate(bound, request);
        boolean withProof = header.group("scheme").equalsIgnoreCase("dpop");
        demand(withProof == bound.key().isPresent(), AccessRefusal.TOKEN_SCHEME);
        // 4. To a key that its sender has, shown for this very request.
        return bound.key()
                .map(key -> proven(token, key, request, now))
                .orElseGet(() -> new Access(token, Optional.empty(), Optional.empty()));
    }

    private Access proven(AccessToken token, Digest key, Presentation request, Instant now) {
        demand(request.proofs().size() == 1, AccessRefusal.PROOF_MISSING);
        ProofCheck.Taken taken = proofs.take(request.proofs().getFirst(), token, key, request, now);
        return new Access(
                token, Optional.of(taken.proof()), taken.ageing() ? Optional.of(taken.next()) : Optional.empty());
    }

    private static Matcher header(Presentation request) {
        demand(!request.authorization().isEmpty(), AccessRefusal.TOKEN_MISSING);
        Matcher header = HEADER.matcher(request.authorization().getFirst());
        demand(request.authorization().size() == 1 && header.matches(), AccessRefusal.TOKEN_SCHEME);
        return header;
    }

    /** Digests are compared in a time that does not tell where they differ. */
    private static void demandCertificate(Confirmation bound, Presentation request) {
        boolean holds = bound.certificate().isEmpty() || bound.certificate().equals(request.certificate());
        demand(holds, AccessRefusal.TOKEN_CERTIFICATE);
    }

    private static void demand(boolean holds, AccessRefusal refusal) {
        if (!holds) {
            throw refusal.exception();
        }
    }
}
