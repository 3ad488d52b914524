package dev.exhibit.evidence.explain;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.evidence.TestData;
import dev.exhibit.evidence.derive.ExplainFunction;
import dev.exhibit.evidence.vex.Observation;
import dev.exhibit.evidence.vex.VexDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The case of testdata/explain, and small ones of one's own. */
public final class Samples {
    public static final Instant TIME = Instant.parse("2026-01-31T12:00:00Z");
    public static final Bytes SBOM = TestData.read("explain/app.cdx.json");
    public static final Bytes ADVISORIES = TestData.read("explain/advisories.osv.json");
    public static final Bytes RULES = TestData.read("explain/acme.rules.json");

    private Samples() {}

    /** What both VEX documents observe. */
    public static List<Bytes> observations() {
        return Stream.of("explain/app.openvex.json", "explain/app.vex.cdx.json")
                .map(TestData::read)
                .flatMap(document -> VexDocument.parse(document).observations().stream())
                .map(Observation::bytes)
                .toList();
    }

    /** The trace of the function, as a stranger would ask for it. */
    public static Bytes trace(Bytes sbom, List<Bytes> advisories, List<Bytes> observations, Bytes rules, Instant time) {
        return new ExplainFunction()
                .apply(
                        ExplainFunction.inputs(sbom, rules, advisories, observations),
                        ExplainFunction.parameters(time, new TreeSet<>()));
    }

    /** Of the case of testdata/explain. */
    public static Bytes trace() {
        return trace(SBOM, List.of(ADVISORIES), observations(), RULES, TIME);
    }

    /** One npm package, {@code a@1.5.0}, and an advisory about it: affected from 1.0.0 to before {@code fixed}. */
    static final class Case {
        private static final String SUBJECT = "pkg:npm/a@1.5.0";

        private final List<Bytes> said = new ArrayList<>();
        private String issuers = "";
        private String unlisted = "worse";
        private String fixed = "2.0.0";
        private String withdrawn = "";

        Case issuers(String... names) {
            issuers = "'" + String.join("', '", names) + "'";
            return this;
        }

        Case unlisted(String how) {
            unlisted = how;
            return this;
        }

        Case fixedIn(String version) {
            fixed = version;
            return this;
        }

        Case withdrawn(String since) {
            withdrawn = ", 'withdrawn': '" + since + "'";
            return this;
        }

        Case says(String issuer, String status, String time) {
            return says(issuer, status, time, SUBJECT);
        }

        Case says(String issuer, String status, String time, String product) {
            String more = status.equals("affected") ? ", 'action_statement': 'Update'" : "";
            more = status.equals("not_affected") ? ", 'justification': 'component_not_present'" : more;
            Bytes document = json("""
                    {'@context': 'https://openvex.dev/ns/v0.2.0', 'author': '%s', 'timestamp': '%s', 'statements':
                     [{'vulnerability': {'name': 'CVE-1'}, 'products': ['%s'], 'status': '%s'%s}]}""".formatted(issuer, time, product, status, more));
            VexDocument.parse(document).observations().forEach(observation -> said.add(observation.bytes()));
            return this;
        }

        /** The one finding. */
        ObjectReader finding() {
            Bytes sbom = json("""
                    {'bomFormat': 'CycloneDX', 'specVersion': '1.6', 'metadata': {'component':
                      {'type': 'application', 'name': 'app', 'purl': 'pkg:npm/app@1'}},
                     'components': [{'type': 'library', 'name': 'a', 'purl': '%s'}]}""".formatted(SUBJECT));
            Bytes advisory = json("""
                    {'id': 'A-1', 'aliases': ['CVE-1'], 'modified': '2026-01-01T00:00:00Z'%s, 'affected': [{'package':
                      {'ecosystem': 'npm', 'name': 'a'}, 'ranges': [{'type': 'SEMVER', 'events':
                      [{'introduced': '1.0.0'}, {'fixed': '%s'}]}]}]}""".formatted(withdrawn, fixed));
            Bytes rules = json("""
                    {'type': 'https://exhibit.dev/rule-book/v1', 'id': 'test', 'version': 1, 'issuers': [%s],
                     'unlisted': '%s', 'uncovered': 'fail', 'rules': [], 'otherwise': 'pass'}""".formatted(issuers, unlisted));
            return JsonReader.readObject(trace(sbom, List.of(advisory), said, rules, TIME), JsonLimits.DOCUMENT)
                    .objects("findings", 1)
                    .getFirst();
        }

        static Bytes json(String text) {
            return Bytes.utf8(text.replace('\'', '"'));
        }
    }
}
