package dev.exhibit.boundary.problem;

/**
 * Every refusal that the service can answer, with its HTTP status and what the caller should do. Each has a row in
 * {@code docs/spec/problems.md}; codes are stable.
 */
public enum ProblemCode {
    MALFORMED(400, "The request cannot be read", "Correct the request; see pointer and detail."),
    CONTENT_DIGEST_MISMATCH(
            400,
            "The body does not have the digest that Content-Digest says",
            "Send the body again; it changed on the way."),
    TOKEN_MISSING(401, "No access token was sent", "Send one in the Authorization header; see WWW-Authenticate."),
    TOKEN_INVALID(401, "The access token is not accepted", "See reason; get a new token from its issuer."),
    PROOF_INVALID(
            401, "The proof of possession is not accepted", "See reason; make a new DPoP proof for this request."),
    NONCE_REQUIRED(401, "The proof needs a nonce of this service", "Make a new proof with the nonce in DPoP-Nonce."),
    TENANT_REQUIRED(403, "The access token is for no tenant", "Get a token that names one tenant."),
    IDENTITY_MISMATCH(
            403,
            "Certificate and access token belong to different callers",
            "Use the token of this certificate's owner."),
    IDENTITY_UNKNOWN(403, "This certificate is not registered", "Ask an administrator to register the identity."),
    CERTIFICATE_REVOKED(403, "This certificate was taken out of use", "Enrol again for a new one."),
    TENANT_DISABLED(403, "The tenant is out of use", "Ask the installation's administrator."),
    INSTALLATION_ONLY(403, "Only the installation's own tenant may do this", "Ask an administrator of that tenant."),
    SCOPE_MISSING(403, "The caller's role does not allow this", "Use an identity whose role has the scope named."),
    SCOPES_CONFLICT(
            403, "Nobody may have these scopes together", "Get a token with one of the two scopes only; see detail."),
    KEY_NOT_ALLOWED(
            403,
            "The identity may not use this signing key",
            "Use an identity that may, or ask the tenant's administrator."),
    ENROLMENT_REFUSED(403, "No certificate is issued", "See reason; ask an administrator for a code or a rule."),
    NOT_FOUND(404, "Nothing here under that name", "Check the digest and the tenant."),
    METHOD_NOT_ALLOWED(405, "This path does not take that method", "Use a method named in the Allow header."),
    REQUEST_TIMEOUT(408, "The request took too long to arrive", "Send it again over a faster connection."),
    IDEMPOTENCY_CONFLICT(409, "This Idempotency-Key belongs to another request", "Use a new key."),
    ALREADY_REGISTERED(409, "That name is registered already", "Choose another, or use what is there."),
    WRONG_STATE(409, "The object's state does not allow this", "Read its state and decide again."),
    NEEDS_SECOND_APPROVAL(
            409,
            "Two identities must want this",
            "Have another administrator, with another client, send the very same request in time; what is to be done"
                    + " with a key, have somebody else approve by its change id."),
    TOO_LARGE(413, "The request is larger than the limit", "See limit and seen; send less."),
    MEDIA_TYPE(415, "This content type or encoding is not accepted", "See detail for what is."),
    REQUEST_LINE_TOO_LARGE(414, "The request line is too long", "Send a shorter path and query."),
    RANGE_UNSATISFIABLE(416, "The range lies outside the blob", "Ask for a range within the size."),
    DIGEST_MISMATCH(
            422, "The bytes do not have the digest that was named", "Send the right bytes or the right digest."),
    ARTIFACT_UNAVAILABLE(422, "The artifact is not stored here or could not be fetched", "See detail; or send it."),
    SOURCE_NOT_ALLOWED(
            422,
            "Artifacts are not fetched from there",
            "Send the artifact, or ask the operator to name the place; see detail."),
    PREDICATE_UNKNOWN(422, "This predicate type is not supported", "Use one of the types named in detail."),
    PREDICATE_NOT_ALLOWED(
            422,
            "The identity may not have this signed",
            "Use an identity that may, or ask the tenant's administrator."),
    PRODUCER_MISSING(
            422,
            "The artifact does not carry what must come before this",
            "Have it attested first by who may; see detail for the type."),
    PREDICATE_INVALID(422, "The predicate is not valid for its type", "See pointer and detail."),
    PREDICATE_SECRET(
            422,
            "The predicate holds what must not be logged",
            "Take it out, and a secret that was sent out of use; see rule and pointer."),
    DOCUMENT_INVALID(422, "The document is not valid for its kind", "See pointer and detail."),
    SELECTION_EMPTY(422, "The question selects nothing", "Ask for a component that the document has."),
    HEADERS_TOO_LARGE(431, "The headers are too many or too long", "Send fewer and shorter headers."),
    RATE_LIMITED(429, "Too many requests in a short time", "Try again after Retry-After seconds, and ask less often."),
    CONCURRENCY_LIMITED(
            429,
            "Too many requests of one caller or tenant at once",
            "Try again after Retry-After seconds, with fewer at once."),
    OVERLOADED(503, "Too many requests at once", "Try again after Retry-After seconds."),
    UNAVAILABLE(503, "A part that is needed is not available", "Try again after Retry-After seconds."),
    INTEGRITY(500, "Stored bytes are not what was stored", "Do not use them; an operator restores them from a copy."),
    QUOTA_EXCEEDED(
            507, "The plan allows no more", "See limit and seen; take something out of use, or ask for another plan."),
    HTTP_VERSION(505, "This version of HTTP is not spoken here", "Use HTTP/1.1."),
    DEFECT(500, "A defect in the service", "Report it with the correlation id.");

    /** Every problem type is this and its code. */
    public static final String TYPE_BASE = "https://exhibit.dev/problems/";

    private final int status;
    private final String title;
    private final String advice;

    ProblemCode(int status, String title, String advice) {
        this.status = status;
        this.title = title;
        this.advice = advice;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** What the caller should do. */
    public String advice() {
        return advice;
    }

    /** The problem type of RFC 9457. */
    public String type() {
        return TYPE_BASE + code();
    }

    /** The stable code, for example {@code digest_mismatch}. */
    public String code() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
