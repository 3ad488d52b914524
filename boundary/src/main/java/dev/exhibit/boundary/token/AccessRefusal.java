package dev.exhibit.boundary.token;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.json.Json;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why a token or a proof is not taken; each has a row in {@code docs/spec/problems.md}. The sentences are constants:
 * nothing of what was sent is repeated, and they fit into {@code error_description} (RFC 6750 section 3).
 */
public enum AccessRefusal {
    TOKEN_MISSING(ProblemCode.TOKEN_MISSING, Challenge.NONE, "no Authorization header"),
    TOKEN_SCHEME(
            ProblemCode.TOKEN_INVALID,
            Challenge.INVALID_TOKEN,
            "one header: Authorization: DPoP with a token bound to a key, Authorization: Bearer with any other"),
    TOKEN_TOO_LARGE(ProblemCode.TOKEN_INVALID, Challenge.INVALID_TOKEN, "the token is larger than the limit"),
    TOKEN_MALFORMED(ProblemCode.TOKEN_INVALID, Challenge.INVALID_TOKEN, "the token is not a signed JSON Web Token"),
    TOKEN_ALGORITHM(
            ProblemCode.TOKEN_INVALID, Challenge.INVALID_TOKEN, "the token's algorithm is not allowed for its issuer"),
    TOKEN_TYPE(ProblemCode.TOKEN_INVALID, Challenge.INVALID_TOKEN, "the token's type is not that of an access token"),
    TOKEN_ISSUER(ProblemCode.TOKEN_INVALID, Challenge.INVALID_TOKEN, "the token is of an issuer that is not trusted"),
    TOKEN_KEY(ProblemCode.TOKEN_INVALID, Challenge.INVALID_TOKEN, "the issuer has no such key"),
    TOKEN_SIGNATURE(ProblemCode.TOKEN_INVALID, Challenge.INVALID_TOKEN, "the issuer did not sign this token"),
    TOKEN_CLAIMS(ProblemCode.TOKEN_INVALID, Challenge.INVALID_TOKEN, "a claim is missing or has another form"),
    TOKEN_AUDIENCE(ProblemCode.TOKEN_INVALID, Challenge.INVALID_TOKEN, "the token is for another service"),
    TOKEN_EXPIRED(ProblemCode.TOKEN_INVALID, Challenge.INVALID_TOKEN, "the token has expired"),
    TOKEN_NOT_YET_VALID(
            ProblemCode.TOKEN_INVALID,
            Challenge.INVALID_TOKEN,
            "the token is not valid yet: the clocks of issuer and service differ, run NTP on both"),
    TOKEN_TOO_LONG_LIVED(
            ProblemCode.TOKEN_INVALID, Challenge.INVALID_TOKEN, "the token was issued for longer than is allowed here"),
    TOKEN_REVOKED(ProblemCode.TOKEN_INVALID, Challenge.INVALID_TOKEN, "the token was revoked"),
    TOKEN_UNBOUND(
            ProblemCode.TOKEN_INVALID,
            Challenge.INVALID_TOKEN,
            "the token is bound to neither certificate nor key, so it may not write"),
    TOKEN_CERTIFICATE(
            ProblemCode.TOKEN_INVALID, Challenge.INVALID_TOKEN, "the token is bound to another client certificate"),
    TOKEN_BINDING(ProblemCode.TOKEN_INVALID, Challenge.INVALID_TOKEN_KEY, "the token is bound to another key"),
    TENANT_REQUIRED(ProblemCode.TENANT_REQUIRED, Challenge.NONE, "the token names no tenant"),
    SCOPES_CONFLICT(
            ProblemCode.SCOPES_CONFLICT, Challenge.NONE, "the token has two scopes that nobody may have together"),
    PROOF_MISSING(ProblemCode.PROOF_INVALID, Challenge.INVALID_PROOF, "one DPoP header is needed with this token"),
    PROOF_TOO_LARGE(ProblemCode.PROOF_INVALID, Challenge.INVALID_PROOF, "the proof is larger than the limit"),
    PROOF_MALFORMED(ProblemCode.PROOF_INVALID, Challenge.INVALID_PROOF, "the proof is not a DPoP proof"),
    PROOF_TYPE(ProblemCode.PROOF_INVALID, Challenge.INVALID_PROOF, "the proof's type is not dpop+jwt"),
    PROOF_ALGORITHM(ProblemCode.PROOF_INVALID, Challenge.INVALID_PROOF, "the proof's algorithm is not taken"),
    PROOF_KEY(ProblemCode.PROOF_INVALID, Challenge.INVALID_PROOF, "the proof holds no public key, or more than that"),
    PROOF_SIGNATURE(ProblemCode.PROOF_INVALID, Challenge.INVALID_PROOF, "the proof's key did not sign it"),
    PROOF_METHOD(ProblemCode.PROOF_INVALID, Challenge.INVALID_PROOF, "the proof is for another method"),
    PROOF_TARGET(ProblemCode.PROOF_INVALID, Challenge.INVALID_PROOF, "the proof is for another place"),
    PROOF_TOKEN(ProblemCode.PROOF_INVALID, Challenge.INVALID_PROOF, "the proof is for another access token"),
    PROOF_OLD(
            ProblemCode.PROOF_INVALID,
            Challenge.INVALID_PROOF,
            "the proof is too old: make one for each request; if this one is new, the clocks differ, run NTP on both sides"),
    PROOF_EARLY(
            ProblemCode.PROOF_INVALID,
            Challenge.INVALID_PROOF,
            "the proof is dated in the future: the clocks differ, run NTP on both sides"),
    PROOF_REPLAYED(ProblemCode.PROOF_INVALID, Challenge.INVALID_PROOF, "the proof was used before"),
    NONCE_REQUIRED(
            ProblemCode.NONCE_REQUIRED,
            Challenge.USE_NONCE,
            "the proof needs a nonce that this service gave a short time ago");

    /** The algorithms that a proof may be signed with, for the client (RFC 9449 section 5.1). */
    private static final String ALGORITHMS = "algs=\"" + ProofCheck.algorithmNames() + "\"";

    private final ProblemCode code;
    private final Challenge challenge;
    private final String sentence;

    /** What {@code WWW-Authenticate} says (RFC 6750 section 3.1, RFC 9449 section 7.1). */
    enum Challenge {
        NONE,
        INVALID_TOKEN,
        /** The same, said about a token with a key. */
        INVALID_TOKEN_KEY,
        INVALID_PROOF,
        USE_NONCE
    }

    AccessRefusal(ProblemCode code, Challenge challenge, String sentence) {
        this.code = code;
        this.challenge = challenge;
        this.sentence = sentence;
    }

    /** The problem that it is answered as. */
    public ProblemCode code() {
        return code;
    }

    /** The stable name, member {@code reason} of the problem. */
    public String reason() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What was wrong. */
    public String sentence() {
        return sentence;
    }

    /** The value of {@code WWW-Authenticate}; empty for what is answered with 403. */
    public String authenticate() {
        return switch (challenge) {
            case NONE -> code.status() == 401 ? "Bearer, DPoP " + ALGORITHMS : "";
            case INVALID_TOKEN ->
                "Bearer " + error("invalid_token") + ", DPoP " + error("invalid_token") + ", " + ALGORITHMS;
            case INVALID_TOKEN_KEY -> "DPoP " + error("invalid_token") + ", " + ALGORITHMS;
            case INVALID_PROOF -> "DPoP " + error("invalid_dpop_proof") + ", " + ALGORITHMS;
            case USE_NONCE -> "DPoP " + error("use_dpop_nonce") + ", " + ALGORITHMS;
        };
    }

    /** Which of these {@code refusal} is; empty for a refusal about anything else. */
    public static Optional<AccessRefusal> of(ProblemException refusal) {
        return refusal.extra().members().get("reason") instanceof Json.Text reason
                ? Stream.of(values())
                        .filter(one ->
                                one.code == refusal.code() && one.reason().equals(reason.value()))
                        .findFirst()
                : Optional.empty();
    }

    /** The refusal as it is thrown. */
    public ProblemException exception() {
        return new ProblemException(code, sentence, members());
    }

    /** The refusal together with a nonce for the next proof. */
    ProblemException exception(String nonce) {
        return new ProblemException(code, sentence, members().with("nonce", nonce));
    }

    private Json.Obj members() {
        Json.Obj members = Json.object().with("reason", reason());
        return authenticate().isEmpty() ? members : members.with("authenticate", authenticate());
    }

    private String error(String name) {
        return "error=\"" + name + "\", error_description=\"" + sentence + "\"";
    }
}
