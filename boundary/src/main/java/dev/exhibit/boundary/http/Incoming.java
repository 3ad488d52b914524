package dev.exhibit.boundary.http;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.limit.Admission;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.token.Proof;
import dev.exhibit.crypto.encoding.Bytes;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through the pipeline: what came over the wire, and what the filters found out so far. Used by
 * the request's thread only.
 */
final class Incoming {
    static final String CORRELATION_HEADER = "Correlation-Id";
    private static final Set<String> METHODS =
            Arrays.stream(Route.Method.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());

    private final ServerRequest request;
    private Optional<X509Certificate> peer;
    private Optional<InetAddress> address;
    private @Nullable CorrelationId correlation;
    private @Nullable Caller caller;
    private String client = "";
    private RouteTable.Match.@Nullable Found found;
    private String routeName = "none";
    private Set<Scope> scopes = Set.of();
    private Optional<String> nonce = Optional.empty();
    private Optional<Proof> proof = Optional.empty();
    private RequestBody body;
    private Optional<Bytes> taken = Optional.empty();
    private Admission.@Nullable Stay stay;

    Incoming(ServerRequest request) {
        this.request = request;
        this.peer = peerChain().stream().findFirst();
        this.address = request.remotePeer().address() instanceof InetSocketAddress internet
                ? Optional.ofNullable(internet.getAddress())
                : Optional.empty();
        this.body = hasBody() ? RequestBody.of(InputStream::nullInputStream, 0) : RequestBody.none();
    }

    /** The id that the client gave, if it is one; else a fresh one. */
    static CorrelationId correlation(Optional<String> given, Supplier<CorrelationId> ids) {
        return given.filter(CorrelationId::isValid).map(CorrelationId::new).orElseGet(ids);
    }

    String method() {
        return request.prologue().method().text();
    }

    /** The method, or {@code other} where no route has it: for logs and metrics. */
    String knownMethod() {
        return METHODS.contains(method()) ? method() : "other";
    }

    String rawPath() {
        return request.prologue().uriPath().rawPath();
    }

    String rawQuery() {
        return request.prologue().query().rawValue();
    }

    List<String> header(String name) {
        HeaderName key = HeaderNames.create(name);
        return request.headers().all(key, List::of);
    }

    /** The caller's certificate: of the peer, verified by the handshake, unless a trusted proxy passed on another. */
    Optional<X509Certificate> peer() {
        return peer;
    }

    /** What the peer itself showed, its own certificate first; empty if it showed none. */
    List<X509Certificate> peerChain() {
        return request.remotePeer().tlsCertificates().stream()
                .flatMap(Arrays::stream)
                .map(X509Certificate.class::cast)
                .toList();
    }

    /** From now on, the caller's certificate is the one that a trusted proxy passed on; empty where it has none. */
    void peer(Optional<X509Certificate> passedOn) {
        this.peer = passedOn;
    }

    /** Where the request came from; nothing is allowed because of it. */
    Optional<InetAddress> address() {
        return address;
    }

    /** From now on, it came from where a trusted proxy says. */
    void address(InetAddress forwarded) {
        this.address = Optional.of(forwarded);
    }

    /** The caller's certificate at a time that it is valid for: a session may outlive its certificate. @throws ProblemException if not */
    Optional<X509Certificate> peerAt(Instant now) {
        Optional<X509Certificate> leaf = peer();
        try {
            if (leaf.isPresent()) {
                leaf.get().checkValidity(Date.from(now));
            }
            return leaf;
        } catch (CertificateException outOfTime) {
            throw new ProblemException(
                    ProblemCode.IDENTITY_UNKNOWN, "the client certificate is not valid at this time");
        }
    }

    /** Whether another request can follow on the connection: the body is read, and the client did not ask to close. */
    boolean mayBeFollowed() {
        return bodyRead() && !request.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
    }

    /** Whether nothing of the body is left on the connection. */
    boolean bodyRead() {
        return taken.isPresent() || body.ended();
    }

    /** Whether all of the request is here. */
    boolean isWhole() {
        return taken.isPresent() || !hasBody();
    }

    /**
     * Reads a body that says beforehand that it has no more than {@code most} bytes, unless its client waits to be asked
     * for it (RFC 9110 section 10.1.1).
     *
     * @throws ProblemException 408 if it comes too slowly
     */
    void takeBody(long most, Duration documentTime, LongSupplier nanoTime) {
        long declared = declaredLength();
        if (declared > 0 && declared <= most && header("Expect").isEmpty()) {
            body = RequestBody.of(this::openContent, declared).within(documentTime, nanoTime);
            taken = Optional.of(body.whole());
        }
    }

    boolean hasBody() {
        return request.headers().contains(HeaderNames.TRANSFER_ENCODING) || declaredLength() > 0;
    }

    /** What {@code Content-Length} says; 0 if it says nothing. */
    long declaredLength() {
        return request.headers().contentLength().orElse(0);
    }

    RequestBody body() {
        return body;
    }

    /**
     * Lets the body be read, up to {@code limit} bytes, which must be those of {@code Content-Digest} and of the proof, as far
     * as they speak of them.
     *
     * @param documentTime how long a reader may take who wants the whole of it
     * @param nanoTime a monotonic clock in nanoseconds
     * @throws ProblemException if there is one where none is taken, or it says beforehand that it is larger
     * @throws dev.exhibit.crypto.encoding.MalformedException if {@code Content-Digest} cannot be read
     */
    void openBody(long limit, Duration documentTime, LongSupplier nanoTime) {
        ContentDigest digest = ContentDigest.parse(header(ContentDigest.HEADER)).and(proof.flatMap(Proof::request));
        if (limit == 0 && hasBody()) {
            throw new ProblemException(ProblemCode.MALFORMED, "this path takes no body");
        }
        if (declaredLength() > limit) {
            throw ProblemException.tooLarge(limit, declaredLength());
        }
        if (hasBody()) {
            body = RequestBody.of(this::openContent, limit).checking(digest).within(documentTime, nanoTime);
        } else {
            digest.start().end();
        }
    }

    private InputStream openContent() {
        return taken.map(Bytes::open).orElseGet(() -> request.content().inputStream());
    }

    /** The place that the request has. */
    Admission.Stay stay() {
        return Objects.requireNonNull(stay);
    }

    void stay(Admission.Stay taken) {
        this.stay = taken;
    }

    CorrelationId correlation() {
        return Objects.requireNonNull(correlation);
    }

    void correlation(CorrelationId id) {
        this.correlation = id;
    }

    Optional<Caller> caller() {
        return Optional.ofNullable(caller);
    }

    /** Whose tokens the caller may use. */
    String client() {
        return client;
    }

    void caller(Caller known, String itsClient) {
        this.caller = known;
        this.client = itsClient;
    }

    /** What the caller may do with this request: nothing, until a filter says more. */
    Set<Scope> scopes() {
        return scopes;
    }

    void scopes(Set<Scope> granted) {
        this.scopes = Set.copyOf(granted);
    }

    /** A nonce that the client needs for its next proof. */
    Optional<String> nonce() {
        return nonce;
    }

    void nonce(Optional<String> next) {
        this.nonce = next;
    }

    /** The proof that came with the request, checked. */
    void proof(Optional<Proof> taken) {
        this.proof = taken;
    }

    Call call() {
        return new Call(
                Objects.requireNonNull(caller),
                correlation(),
                proof.filter(taken -> taken.request().isPresent()).map(Proof::compact));
    }

    /** The template of the route, or {@code none} until one is found: for logs and metrics. */
    String routeName() {
        return routeName;
    }

    void routeName(String template) {
        this.routeName = template;
    }

    RouteTable.Match.Found route() {
        return Objects.requireNonNull(found);
    }

    void route(RouteTable.Match.Found match) {
        this.found = match;
        this.routeName = match.route().path();
    }
}
