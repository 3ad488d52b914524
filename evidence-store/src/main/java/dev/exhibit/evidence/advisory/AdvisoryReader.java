package dev.exhibit.evidence.advisory;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.evidence.advisory.VersionEvent.Kind;
import dev.exhibit.evidence.version.PackageName;
import dev.exhibit.evidence.version.Purl;
import dev.exhibit.evidence.version.VersionScheme;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads OSV documents (ossf.github.io/osv-schema, 1.x). Members that the schema does not name are allowed, because its
 * minor versions add some; what decides about versions is read strictly. For one document.
 */
final class AdvisoryReader {
    private static final int MANY = JsonLimits.DOCUMENT.members();

    /** What the rules see of every finding is bounded: other names, vectors and a word for the severity. */
    private static final int ALIASES = 1_000;

    private static final int VECTORS = 64;
    private static final int LONG_VECTOR = 2_048;
    private static final int LONG_RATING = 64;
    private static final int MAX_ID = 256;
    private static final Pattern SCHEMA = Pattern.compile("1(\\.[0-9]{1,4}){0,2}([-+].{0,64})?");
    private static final Set<String> RANGES = Set.of("SEMVER", "ECOSYSTEM", "GIT");

    private final Bytes bytes;
    private final Digest digest;

    AdvisoryReader(Bytes bytes) {
        this.bytes = bytes;
        this.digest = Hashing.of(bytes);
    }

    List<Advisory> read() {
        Json document = JsonReader.read(bytes, JsonLimits.DOCUMENT);
        if (!(document instanceof Json.Arr array)) {
            return List.of(advisory(document, ""));
        }
        if (array.items().isEmpty()) {
            throw new MalformedException(Reason.BAD_VALUE, "", "no advisory");
        }
        List<Advisory> advisories = new ArrayList<>();
        for (Json item : array.items()) {
            advisories.add(advisory(item, "/" + advisories.size()));
        }
        return List.copyOf(advisories);
    }

    private Advisory advisory(Json value, String pointer) {
        ObjectReader osv = present(value, pointer);
        osv.optionalParsed("schema_version", AdvisoryReader::supported);
        String id = osv.parsed("id", AdvisoryReader::name);
        List<Affected> affected = new ArrayList<>();
        for (Json item : osv.items("affected", MANY)) {
            affected.add(affected(present(item, osv.pointerTo("affected") + "/" + affected.size())));
        }
        return new Advisory(
                digest,
                id,
                new TreeSet<>(osv.parsedTexts("aliases", ALIASES, AdvisoryReader::name)),
                osv.parsed("modified", AdvisoryReader::time),
                osv.optionalParsed("withdrawn", AdvisoryReader::time),
                affected,
                osv.objects("severity", VECTORS).stream()
                        .map(severity -> vector(severity))
                        .sorted()
                        .toList(),
                rating(osv),
                Json.array(osv.items("references", MANY)));
    }

    private static String vector(ObjectReader severity) {
        String vector = severity.text("type") + ":" + severity.text("score");
        if (vector.length() > LONG_VECTOR) {
            throw new MalformedException(
                    Reason.TOO_LARGE, severity.pointerTo("score"), "at most " + LONG_VECTOR + " characters");
        }
        return vector;
    }

    /** A word; whatever else a database keeps under this name is none. */
    private static String rating(ObjectReader osv) {
        return osv.optionalObject("database_specific")
                .flatMap(specific -> specific.optional("severity"))
                .filter(severity ->
                        severity instanceof Json.Text text && text.value().length() <= LONG_RATING)
                .map(severity -> ((Json.Text) severity).value().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    private static Affected affected(ObjectReader affected) {
        Set<PackageName> packages = new TreeSet<>();
        Optional<Ecosystem> ecosystem = Optional.empty();
        Optional<VersionScheme> scheme = Optional.empty();
        Optional<ObjectReader> named = affected.optionalObject("package");
        if (named.isPresent()) {
            Ecosystem from = Ecosystem.parse(named.get().text("ecosystem"));
            from.packageNamed(named.get().text("name")).ifPresent(packages::add);
            Optional<Purl> purl = named.get().optionalParsed("purl", Purl::parse);
            purl.map(Purl::name).ifPresent(packages::add);
            scheme = from.scheme()
                    .or(() ->
                            purl.flatMap(one -> VersionScheme.ofType(one.name().type())));
            ecosystem = Optional.of(from);
        }
        return new Affected(
                packages,
                ecosystem.orElseGet(() -> Ecosystem.parse("")),
                scheme,
                ranges(affected, scheme),
                new ListedVersions(affected.texts("versions", MANY)));
    }

    private static List<VersionRange> ranges(ObjectReader affected, Optional<VersionScheme> scheme) {
        List<VersionRange> ranges = new ArrayList<>();
        for (ObjectReader range : affected.objects("ranges", MANY)) {
            String type = range.text("type");
            if (!RANGES.contains(type)) {
                throw new MalformedException(
                        Reason.UNSUPPORTED, range.pointerTo("type"), "expected SEMVER, ECOSYSTEM or GIT");
            }
            List<VersionEvent> events = events(range);
            Optional<VersionScheme> order =
                    type.equals("SEMVER") ? scheme.or(() -> Optional.of(VersionScheme.NPM)) : scheme;
            if (!type.equals("GIT") && order.isPresent()) {
                ranges.add(new VersionRange(type, order.get(), events));
            }
        }
        return ranges;
    }

    private static List<VersionEvent> events(ObjectReader range) {
        List<VersionEvent> events = new ArrayList<>();
        for (ObjectReader event : range.objects("events", MANY)) {
            String pointer = range.pointerTo("events") + "/" + events.size();
            if (event.names().size() != 1) {
                throw new MalformedException(Reason.BAD_VALUE, pointer, "an event has exactly one member");
            }
            for (Kind kind : Kind.values()) {
                event.optionalText(kind.wire()).ifPresent(version -> events.add(new VersionEvent(kind, version)));
            }
            event.end();
        }
        requireSense(events, range.pointerTo("events"));
        return events;
    }

    private static void requireSense(List<VersionEvent> events, String pointer) {
        Set<Kind> kinds = new TreeSet<>(events.stream().map(VersionEvent::kind).toList());
        if (!kinds.contains(Kind.INTRODUCED)) {
            throw new MalformedException(Reason.BAD_VALUE, pointer, "a range is introduced somewhere");
        }
        if (kinds.contains(Kind.FIXED) && kinds.contains(Kind.LAST_AFFECTED)) {
            throw new MalformedException(Reason.BAD_VALUE, pointer, "a range has fixed or last_affected, not both");
        }
    }

    /** The schema lets lists be null. */
    private static ObjectReader present(Json value, String pointer) {
        if (!(value instanceof Json.Obj object)) {
            throw new MalformedException(Reason.WRONG_TYPE, pointer, "expected an object");
        }
        Map<String, Json> present = new LinkedHashMap<>(object.members());
        present.values().removeIf(Json.Null.class::isInstance);
        return ObjectReader.of(new Json.Obj(present), pointer);
    }

    private static String supported(String version) {
        if (!SCHEMA.matcher(version).matches()) {
            throw new MalformedException(Reason.UNSUPPORTED, "expected version 1 of the OSV schema");
        }
        return version;
    }

    private static String name(String id) {
        if (id.isEmpty() || id.length() > MAX_ID) {
            throw new MalformedException(Reason.BAD_VALUE, "an id has 1 to " + MAX_ID + " characters");
        }
        return id;
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException notTime) {
            throw new MalformedException(Reason.BAD_VALUE, "expected a time such as 2026-01-31T12:00:00Z");
        }
    }
}
