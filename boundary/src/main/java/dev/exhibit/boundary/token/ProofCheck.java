package dev.exhibit.boundary.token;

import dev.exhibit.boundary.AccessLimits;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Base64Url;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.jose.Jws;
import dev.exhibit.crypto.jose.JwsAlgorithm;
import dev.exhibit.crypto.jose.NumericDate;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.SignatureChecker;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Checks DPoP proofs (RFC 9449 section 4.3) and has each taken once. Thread-safe. */
final class ProofCheck {
    private static final String TYPE = "dpop+jwt";
    private static final String REQUEST_CLAIM = "exhibit_request";
    private static final Pattern ID = Pattern.compile("[\\x20-\\x7E]{1,128}");

    private final Predicate<Origin> here;
    private final AccessLimits limits;
    private final ReplayGuard replays;
    private final SignatureChecker checker;
    private final Nonces nonces;

    /** @param here whether clients reach this service at an origin */
    ProofCheck(Predicate<Origin> here, AccessLimits limits, ReplayGuard replays, SignatureChecker checker) {
        this.here = here;
        this.limits = limits;
        this.replays = replays;
        this.checker = checker;
        this.nonces = new Nonces(limits);
    }

    /** The allowed algorithms as {@code algs} lists them. */
    static String algorithmNames() {
        return JwsAlgorithm.USUAL.stream().map(JwsAlgorithm::wire).sorted().collect(Collectors.joining(" "));
    }

    /**
     * A proof that was taken.
     *
     * @param proof the proof
     * @param ageing whether its nonce will be stale before long
     * @param next the nonce for then
     */
    record Taken(Proof proof, boolean ageing, String next) {}

    /**
     * What a proof goes with.
     *
     * @param token digest of the token
     * @param key the thumbprint that the token is bound to
     */
    private record Bound(Digest token, Digest key) {}

    /**
     * Takes {@code compact} as the proof of this request with this token.
     *
     * @param key the thumbprint that the token is bound to
     */
    Taken take(String compact, AccessToken token, Digest key, Presentation request, Instant now) {
        return take(compact, token.tenant(), Optional.of(new Bound(token.digest(), key)), request, now);
    }

    /** Takes {@code compact} as the proof of this request for a token, which will be bound to the proof's key. */
    Taken take(String compact, TenantId tenant, Presentation request, Instant now) {
        return take(compact, tenant, Optional.empty(), request, now);
    }

    private Taken take(String compact, TenantId tenant, Optional<Bound> token, Presentation request, Instant now) {
        // 1. A proof that its own key signed.
        Jws jws = parsed(compact);
        demand(jws.type().filter(TYPE::equals).isPresent(), AccessRefusal.PROOF_TYPE);
        demand(JwsAlgorithm.USUAL.contains(jws.algorithm()), AccessRefusal.PROOF_ALGORITHM);
        Jwk signer = signer(jws);
        demandSignature(jws, signer);
        ObjectReader claims = claims(() -> JsonReader.readObject(jws.payload(), claimLimits()));
        // 2. For this request and this token, by the key that the token is bound to, and of now.
        Proof proof = claims(() -> proof(signer, claims, compact));
        demand(claims(() -> claims.text("htm")).equals(request.method()), AccessRefusal.PROOF_METHOD);
        demandTarget(claims(() -> claims.parsed("htu", ProofTarget::of)), request);
        token.ifPresent(bound -> demandToken(bound, claims, signer));
        demand(!proof.issued().isAfter(now.plus(limits.leeway())), AccessRefusal.PROOF_EARLY);
        demand(!proof.issued().isBefore(now.minus(limits.proofAge())), AccessRefusal.PROOF_OLD);
        // 3. With a nonce of this service, and for the first time: last, so that nothing else fills the memory.
        ReplayGuard.Epoch epoch = replays.epoch(tenant);
        Nonces.Freshness nonce =
                nonces.judge(claims(() -> claims.optionalText("nonce")).orElse(""), epoch, now);
        if (nonce == Nonces.Freshness.STALE) {
            throw nonceRequired(epoch, now);
        }
        claim(proof, tenant, epoch, now);
        return new Taken(proof, nonce == Nonces.Freshness.AGEING, nonces.issue(epoch, now));
    }

    private void claim(Proof proof, TenantId tenant, ReplayGuard.Epoch epoch, Instant now) {
        Digest name = Hashing.of(proof.key().thumbprint().bytes(), Bytes.utf8(proof.id()));
        Instant until =
                proof.issued().plus(limits.proofAge()).plus(limits.leeway()).plus(ReplayGuard.CLOCKS);
        switch (replays.claim(tenant, epoch, name, until)) {
            case FIRST -> {}
            case SEEN -> throw AccessRefusal.PROOF_REPLAYED.exception();
            case OTHER_EPOCH -> throw nonceRequired(replays.epoch(tenant), now);
        }
    }

    private ProblemException nonceRequired(ReplayGuard.Epoch epoch, Instant now) {
        return AccessRefusal.NONCE_REQUIRED.exception(nonces.issue(epoch, now));
    }

    private Jws parsed(String compact) {
        try {
            return Jws.parse(compact, limits.proofBytes());
        } catch (MalformedException refused) {
            if (refused.reason() == Reason.TOO_LARGE) {
                throw AccessRefusal.PROOF_TOO_LARGE.exception();
            }
            boolean algorithm = refused.pointer().equals("/alg");
            throw (algorithm ? AccessRefusal.PROOF_ALGORITHM : AccessRefusal.PROOF_MALFORMED).exception();
        }
    }

    private static Jwk signer(Jws jws) {
        try {
            Jwk key = Jwk.read(ObjectReader.of(jws.header(), "").object("jwk"));
            demand(key.makes(jws.algorithm()), AccessRefusal.PROOF_KEY);
            return key;
        } catch (MalformedException refused) {
            throw AccessRefusal.PROOF_KEY.exception();
        }
    }

    private void demandSignature(Jws jws, Jwk signer) {
        try {
            jws.verify(signer.key(), checker);
        } catch (BadSignatureException | MalformedException refused) {
            throw AccessRefusal.PROOF_SIGNATURE.exception();
        }
    }

    private static void demandToken(Bound bound, ObjectReader claims, Jwk signer) {
        String digest = claims(() -> claims.text("ath"));
        demand(digest.equals(Base64Url.encode(bound.token().bytes())), AccessRefusal.PROOF_TOKEN);
        demand(signer.thumbprint().equals(bound.key()), AccessRefusal.TOKEN_BINDING);
    }

    private void demandTarget(ProofTarget target, Presentation request) {
        boolean reached = here.test(target.origin());
        demand(reached && target.path().equals(ProofTarget.path(request.path())), AccessRefusal.PROOF_TARGET);
    }

    private static Proof proof(Jwk signer, ObjectReader claims, String compact) {
        String id = claims.text("jti");
        if (!ID.matcher(id).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "/jti", "expected 1 to 128 characters of visible ASCII");
        }
        return new Proof(
                signer,
                id,
                NumericDate.required(claims, "iat"),
                claims.optionalParsed(REQUEST_CLAIM, Digest::parse),
                compact);
    }

    private JsonLimits claimLimits() {
        return new JsonLimits(limits.proofBytes(), 4, 64, limits.proofBytes());
    }

    private static <T> T claims(Supplier<T> read) {
        try {
            return read.get();
        } catch (MalformedException refused) {
            throw AccessRefusal.PROOF_MALFORMED.exception();
        }
    }

    private static void demand(boolean holds, AccessRefusal refusal) {
        if (!holds) {
            throw refusal.exception();
        }
    }
}
