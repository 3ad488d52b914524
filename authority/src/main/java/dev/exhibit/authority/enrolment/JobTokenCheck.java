package dev.exhibit.authority.enrolment;

import dev.exhibit.authority.AuthorityIdentity;
import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.token.ReplayGuard;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.jose.Jws;
import dev.exhibit.crypto.jose.JwsAlgorithm;
import dev.exhibit.crypto.jose.NumericDate;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonPointer;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the token of a CI job (OpenID Connect Core section 2): its form, for whom and for when it is. Thread-safe. */
final class JobTokenCheck {
    /** Those of tokens of our own, and RS256: GitHub and GitLab have nothing else. */
    private static final Set<JwsAlgorithm> ALGORITHMS = Stream.concat(
                    JwsAlgorithm.USUAL.stream(), Stream.of(JwsAlgorithm.RS256))
            .collect(Collectors.toUnmodifiableSet());

    private static final String TENANT = "/tenant/";
    private static final int DEPTH = 8;
    private static final int MEMBERS = 256;
    private static final Bytes PURPOSE = Bytes.utf8("exhibit job token 1\n");

    private final AuthorityIdentity identity;
    private final Duration leeway;
    private final Duration lifetime;
    private final JsonLimits claimLimits;

    JobTokenCheck(AuthorityIdentity identity, Limits limits) {
        int size = limits.access().tokenBytes();
        this.identity = identity;
        this.leeway = limits.access().leeway();
        this.lifetime = limits.issuance().enrolment().jobTokenLifetime();
        this.claimLimits = new JsonLimits(size, DEPTH, MEMBERS, size);
    }

    /**
     * A token that says it is for a tenant of this authority; nothing of it is believed yet.
     *
     * @param name of the token, so that it is used once
     */
    record Claimed(Jws jws, Json claims, String issuer, TenantId tenant, Digest name) {
        private static final List<String> KIND = List.of("sub", "ref", "event_name");

        /** The same for all runs of a job for one ref and event: another branch must not lock out this one. */
        String kind() {
            List<Json> said = KIND.stream()
                    .map(claim -> new JsonPointer(List.of(claim)).in(claims).orElseGet(() -> Json.text("")))
                    .toList();
            Bytes text = CanonicalJson.of(Json.object().with("iss", issuer).with("said", Json.array(said)))
                    .bytes();
            return tenant + " " + Hashing.of(text);
        }
    }

    /** What a job must have in {@code aud}: so a token names the one tenant that its job means to enrol with. */
    static String audience(AuthorityIdentity identity, TenantId tenant) {
        return identity.name() + TENANT + tenant;
    }

    /** @throws EnrolmentException if it could be no token for here */
    Claimed read(String compact) {
        Jws jws = form(() -> Jws.parse(compact, claimLimits.bytes()));
        EnrolmentException.demand(ALGORITHMS.contains(jws.algorithm()), EnrolmentRefusal.TOKEN_ALGORITHM);
        EnrolmentException.demand(jws.type().map("jwt"::equals).orElse(true), EnrolmentRefusal.TOKEN_MALFORMED);
        Json all = form(() -> JsonReader.read(jws.payload(), claimLimits));
        ObjectReader claims = form(() -> ObjectReader.of(all, ""));
        String issuer = form(() -> claims.text("iss"));
        TenantId tenant = tenant(form(() -> audience(claims)));
        return new Claimed(jws, all, issuer, tenant, form(() -> name(jws, issuer, claims)));
    }

    /**
     * Until when everybody takes a token whose issuer has signed it.
     *
     * @throws EnrolmentException if that is not now, or for too long
     */
    Instant demandTime(Claimed token, Instant now) {
        ObjectReader claims = ObjectReader.of(token.claims(), "");
        Instant issued = signed(token, () -> NumericDate.required(claims, "iat"));
        Instant expires = signed(token, () -> NumericDate.required(claims, "exp"));
        Instant start = signed(token, () -> NumericDate.optional(claims, "nbf")).orElse(issued);
        Instant latest = start.isAfter(issued) ? start : issued;
        EnrolmentException.demand(
                !expires.isAfter(issued.plus(lifetime)), EnrolmentRefusal.TOKEN_TOO_LONG_LIVED, token.tenant());
        EnrolmentException.demand(now.isBefore(expires.plus(leeway)), EnrolmentRefusal.TOKEN_EXPIRED, token.tenant());
        EnrolmentException.demand(
                !latest.isAfter(now.plus(leeway)), EnrolmentRefusal.TOKEN_NOT_YET_VALID, token.tenant());
        return expires.plus(leeway).plus(ReplayGuard.CLOCKS);
    }

    private TenantId tenant(String audience) {
        String before = identity.name() + TENANT;
        EnrolmentException.demand(audience.startsWith(before), EnrolmentRefusal.TOKEN_AUDIENCE);
        try {
            return new TenantId(audience.substring(before.length()));
        } catch (MalformedException notATenant) {
            throw new EnrolmentException(EnrolmentRefusal.TOKEN_AUDIENCE);
        }
    }

    /** The only one. A token for several could be shown elsewhere by any of them. */
    private static String audience(ObjectReader claims) {
        Json given = claims.required("aud");
        if (given instanceof Json.Text one) {
            return one.value();
        }
        List<String> all = claims.texts("aud", MEMBERS);
        EnrolmentException.demand(all.size() == 1, EnrolmentRefusal.TOKEN_AUDIENCE);
        return all.getFirst();
    }

    /** By its {@code jti}; else by what was signed, since some signatures can be rewritten. */
    private static Digest name(Jws jws, String issuer, ObjectReader claims) {
        Optional<String> id = claims.optionalText("jti").filter(text -> !text.isEmpty());
        Bytes own = id.map(text -> Bytes.utf8("jti\n" + text))
                .orElseGet(() -> Bytes.concat(Bytes.utf8("signed\n"), jws.signed()));
        return Hashing.of(PURPOSE, Hashing.of(Bytes.utf8(issuer)).bytes(), own);
    }

    private static <T> T form(Supplier<T> read) {
        try {
            return read.get();
        } catch (MalformedException refused) {
            boolean algorithm = refused.pointer().equals("/alg");
            throw new EnrolmentException(
                    algorithm ? EnrolmentRefusal.TOKEN_ALGORITHM : EnrolmentRefusal.TOKEN_MALFORMED);
        }
    }

    private static <T> T signed(Claimed token, Supplier<T> read) {
        try {
            return read.get();
        } catch (MalformedException refused) {
            throw new EnrolmentException(EnrolmentRefusal.TOKEN_MALFORMED, token.tenant());
        }
    }
}
