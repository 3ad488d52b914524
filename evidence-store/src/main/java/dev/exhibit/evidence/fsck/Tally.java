package dev.exhibit.evidence.fsck;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a run has seen and found so far. For one thread. */
public final class Tally {
    /** Findings that are told one by one; the others are counted. */
    public static final int MOST_TOLD = 10_000;

    /** What is counted. */
    public enum Seen {
        BLOBS,
        BYTES,
        MANIFESTS,
        EVIDENCE,
        ENTRIES,
        CHAINS,
        AUDIT_RECORDS,
        HOLDS,
        OBJECTS;

        /** The member of a report. */
        public String wire() {
            return this == AUDIT_RECORDS ? "auditRecords" : name().toLowerCase(Locale.ROOT);
        }
    }

    private final Map<Seen, Long> seen = new EnumMap<>(Seen.class);
    private final Map<Finding.Kind, Long> counts = new EnumMap<>(Finding.Kind.class);
    private final List<Finding> findings = new ArrayList<>();

    void saw(Seen what, long many) {
        seen.merge(what, many, Long::sum);
    }

    void found(Finding.Kind kind, TenantId tenant, String name, String what) {
        found(new Finding(kind, tenant.value(), name, what));
    }

    void found(Finding finding) {
        counts.merge(finding.kind(), 1L, Long::sum);
        if (findings.size() < MOST_TOLD) {
            findings.add(finding);
        }
    }

    /** Adds what another one has seen and found. */
    void add(Tally other) {
        other.seen.forEach(this::saw);
        other.findings.stream().limit(Math.max(0, MOST_TOLD - findings.size())).forEach(findings::add);
        other.counts.forEach((kind, count) -> counts.merge(kind, count, Long::sum));
    }

    /** How many of these were looked at. */
    public long seen(Seen what) {
        return seen.getOrDefault(what, 0L);
    }

    /** Those that are told one by one. */
    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** How many there are of each kind, told or not. */
    public Map<Finding.Kind, Long> counts() {
        return Map.copyOf(counts);
    }

    /** Whether nothing is broken. */
    public boolean isSound() {
        return counts.keySet().stream().noneMatch(Finding.Kind::isBroken);
    }

    /** @throws dev.exhibit.crypto.encoding.MalformedException unless these members are as {@link #addTo} makes them */
    static Tally read(ObjectReader reader) {
        Tally tally = new Tally();
        ObjectReader checked = reader.object("checked");
        for (Seen what : Seen.values()) {
            tally.saw(
                    what,
                    checked.optionalInteger(what.wire(), 0, JsonLimits.MAX_SAFE_INTEGER)
                            .orElse(0L));
        }
        checked.end();
        reader.objects("findings", MOST_TOLD).forEach(one -> tally.findings.add(Finding.read(one)));
        ObjectReader counts = reader.object("counts");
        for (Finding.Kind kind : Finding.Kind.values()) {
            counts.optionalInteger(kind.wire(), 1, JsonLimits.MAX_SAFE_INTEGER)
                    .ifPresent(count -> tally.counts.put(kind, count));
        }
        counts.end();
        return tally;
    }

    /** Members {@code checked}, {@code counts} and {@code findings}. */
    public Json.Obj addTo(Json.Obj report) {
        Json.Obj checked = Json.object();
        for (Seen what : Seen.values()) {
            checked = checked.with(what.wire(), seen(what));
        }
        Json.Obj kinds = Json.object();
        for (Map.Entry<Finding.Kind, Long> kind : counts.entrySet()) {
            kinds = kinds.with(kind.getKey().wire(), kind.getValue());
        }
        return report.with("checked", checked)
                .with("counts", kinds)
                .with(
                        "findings",
                        Json.array(findings.stream().<Json>map(Finding::toJson).toList()));
    }
}
