package dev.exhibit.keyless;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.jose.Jws;
import dev.exhibit.crypto.jose.JwsAlgorithm;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.throwaway.ThrowawayAuthority;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import dev.exhibit.crypto.throwaway.ThrowawayLog;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawayTimestamps;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.x509.Certificate;
import io.grpc.Status;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * A private Sigstore on this machine: the protocols of Fulcio, Rekor (both generations) and a timestamp authority in front
 * of throw-away keys. Each of its services can be told to do wrong, and counts how often it was asked. Published in the
 * test-jar.
 */
public final class PrivateSigstore implements AutoCloseable {
    public static final String IDENTITY = ThrowawaySigstore.IDENTITY;
    public static final String ISSUER = ThrowawaySigstore.ISSUER;

    /** As the token names its owner. */
    static final String SUBJECT = "repo:throwaway/app";

    private static final int OK = 200;

    final ThrowawayAuthority authority = new ThrowawayAuthority(ThrowawaySigstore.START);
    final ThrowawayTimestamps timestamps = new ThrowawayTimestamps(ThrowawaySigstore.START);
    final ThrowawayLog log = new ThrowawayLog("log.throwaway.example", ThrowawaySigstore.START);
    final FulcioDouble fulcio = new FulcioDouble(SUBJECT, this::issue);
    final HttpDouble stamping = new HttpDouble("/api/v1/timestamp", this::stamp);
    final HttpDouble rekor = new HttpDouble("/api/v2/log/entries", request -> RekorDouble.v2(log, request));
    final HttpDouble rekorV1 = new HttpDouble("/api/v1/log/entries", request -> RekorDouble.v1(log, request, now()));

    private final InstantSource clock;

    public PrivateSigstore(InstantSource clock) {
        this.clock = clock;
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    public TrustRoot root() {
        return new TrustRoot(
                List.of(log.trusted()),
                List.of(authority.trusted()),
                List.of(authority.trustedLog()),
                List.of(timestamps.trusted()));
    }

    /** With a log of the second generation. */
    public Bytes signingConfig() {
        return config(services(fulcio.address(), 1), services(rekor.address(), 2), stampingServices())
                .bytes();
    }

    /** With a log of the first. */
    Bytes olderSigningConfig() {
        return config(services(fulcio.address(), 1), services(rekorV1.address(), 1), stampingServices())
                .bytes();
    }

    Json stampingServices() {
        return services(stamping.address() + "/api/v1/timestamp", 1);
    }

    static CanonicalJson config(Json authorities, Json logs, Json stamping) {
        return CanonicalJson.of(Json.object()
                .with("mediaType", "application/vnd.dev.sigstore.signingconfig.v0.2+json")
                .with("caUrls", authorities)
                .with("rekorTlogUrls", logs)
                .with("rekorTlogConfig", Json.object().with("selector", "ANY"))
                .with("tsaUrls", stamping)
                .with("tsaConfig", Json.object().with("selector", "EXACT").with("count", 1)));
    }

    static Json services(String url, long version) {
        return Json.array(List.of(Json.object()
                .with("url", url)
                .with("majorApiVersion", version)
                .with("validFor", Json.object().with("start", "2020-01-01T00:00:00Z"))
                .with("operator", "throwaway.example")));
    }

    /** A token for five minutes. */
    public String token() {
        return token(now().plusSeconds(300));
    }

    String token(Instant expires) {
        return token(Json.object().with("sub", SUBJECT).with("exp", expires.getEpochSecond()));
    }

    static String token(Json.Obj claims) {
        ThrowawayKey key = ThrowawayKey.p256();
        return Jws.sign(
                JwsAlgorithm.ES256,
                Json.object(),
                CanonicalJson.of(claims.with("iss", ISSUER)).bytes(),
                key::sign);
    }

    private List<Certificate> issue(VerificationKey key, String token) {
        if (!IdentityToken.parse(token).expires().isAfter(now())) {
            throw Status.INVALID_ARGUMENT.withDescription("expired").asRuntimeException();
        }
        return chain(authority.issue(key, IDENTITY, ISSUER, now().minusSeconds(60)));
    }

    /** With the certificates above it, as Fulcio sends them. */
    List<Certificate> chain(Certificate leaf) {
        List<Certificate> all = new ArrayList<>(List.of(leaf));
        all.addAll(authority.trusted().chain());
        return all;
    }

    HttpDouble.Answer stamp(Bytes request) {
        return stampedBy(timestamps, request);
    }

    HttpDouble.Answer stampedBy(ThrowawayTimestamps who, Bytes request) {
        return HttpDouble.Answer.of(OK, "application/timestamp-reply", who.answer(request, now()));
    }

    @Override
    public void close() {
        fulcio.close();
        stamping.close();
        rekor.close();
        rekorV1.close();
    }
}
