package dev.exhibit.evidence;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.EvidenceIndex.Batch;
import dev.exhibit.evidence.EvidenceIndex.BlobEntry;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What tests of this room are made of. */
public final class Samples {
    public static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123456Z");
    public static final MediaType JSON = new MediaType("application/json");

    private Samples() {}

    public static Call call(String tenant) {
        return call(new TenantId(tenant));
    }

    public static Call call(TenantId tenant) {
        return new Call(
                new Caller(tenant, new ServiceIdentity("spiffe://test/" + tenant), Role.PIPELINE),
                new CorrelationId("correlation-1"));
    }

    public static Digest digest(String text) {
        return Hashing.of(Bytes.utf8(text));
    }

    /** Before all others. */
    public static Digest lowest() {
        return new Digest(Bytes.owned(new byte[Digest.SIZE]));
    }

    public static Registration registration(Digest digest, Set<Digest> subjects, Set<Link> links) {
        return Registration.of(digest, EvidenceKind.OTHER, JSON, subjects, links);
    }

    /** A batch that brings one blob and says what it is. */
    public static Batch batch(Registration registration) {
        return new Batch(List.of(new BlobEntry(registration.digest(), 7)), List.of(registration));
    }
}
