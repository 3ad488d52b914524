package dev.exhibit.evidence.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.fuzz.Cost;
import dev.exhibit.crypto.fuzz.Mutants;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.sbom.SbomDocument;
import dev.exhibit.evidence.TestData;
import dev.exhibit.evidence.advisory.Advisory;
import dev.exhibit.evidence.derive.Derivation;
import dev.exhibit.evidence.derive.DerivationRecord;
import dev.exhibit.evidence.derive.SbomCanonicalFunction;
import dev.exhibit.evidence.policy.RuleBook;
import dev.exhibit.evidence.slice.PurlPattern;
import dev.exhibit.evidence.version.PackageVersion;
import dev.exhibit.evidence.version.Purl;
import dev.exhibit.evidence.version.VersionScheme;
import dev.exhibit.evidence.vex.Observation;
import dev.exhibit.evidence.vex.VexDocument;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The readers of this room and some mutants of what they read: nothing but refusals leaves them, and none costs more than {@link
 * Cost} allows. {@code -Dfuzz.seconds=N} goes on mutating for so long.
 */
class ReadersFuzzTest {
    private static final int MUTANTS = 200;

    /** Everything here that reads bytes from outside, with seeds that reach deep. */
    enum Reader {
        SBOM(List.of(read("sbom/nested.cdx.json"), read("sbom/shop.spdx.json")), Reader::sbom),
        ADVISORY(List.of(read("explain/advisories.osv.json")), Advisory::parse),
        VEX(
                List.of(read("explain/app.openvex.json"), read("explain/app.vex.cdx.json")),
                document -> VexDocument.parse(document).observations()),
        OBSERVATION(
                VexDocument.parse(read("explain/app.openvex.json")).observations().stream()
                        .map(Observation::bytes)
                        .toList(),
                Observation::parse),
        RULE_BOOK(List.of(read("explain/acme.rules.json"), RuleBook.standard()), RuleBook::parse),
        DERIVATION(List.of(derivation()), DerivationRecord::parse),
        PURL(
                List.of(
                        Bytes.utf8("pkg:maven/org.acme/log@2.14.1?type=jar&classifier=x#sub/path"),
                        Bytes.utf8("pkg:npm/%40acme/log@1.0.0")),
                data -> Purl.parse(data.asLenientText())),
        PATTERN(List.of(Bytes.utf8("pkg:npm/%40acme/*@1.*?arch=*")), Reader::pattern),
        VERSION(
                List.of(
                        Bytes.utf8("1.0.0-rc.1+build"),
                        Bytes.utf8("1!2.0.post1.dev3+local.7"),
                        Bytes.utf8("1:2.0~rc1-3ubuntu1")),
                Reader::version);

        private final List<Bytes> seeds;
        private final Consumer<Bytes> reader;

        Reader(List<Bytes> seeds, Consumer<Bytes> reader) {
            this.seeds = seeds;
            this.reader = reader;
        }

        private static Bytes read(String name) {
            return TestData.read(name);
        }

        private static Bytes derivation() {
            return Derivation.run(
                            new SbomCanonicalFunction(),
                            SbomCanonicalFunction.inputs(read("sbom/nested.cdx.json")),
                            Json.object())
                    .record()
                    .bytes();
        }

        /** What was read is written, and read again alike. */
        private static void sbom(Bytes document) {
            Bytes canonical = SbomDocument.parse(document).canonical().bytes();
            if (!SbomDocument.parse(canonical).canonical().bytes().equals(canonical)) {
                throw new AssertionError("the canonical form has another");
            }
        }

        private static void pattern(Bytes data) {
            PurlPattern pattern = PurlPattern.parse(data.asLenientText());
            pattern.matches("pkg:npm/%40acme/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@1.2.3?arch=amd64");
        }

        private static void version(Bytes data) {
            for (VersionScheme scheme : VersionScheme.values()) {
                PackageVersion.parse(scheme, data.asLenientText())
                        .ifPresent(
                                version -> assertThat(version.compare(version)).isIn(same(), unknown()));
            }
        }

        private static OptionalInt same() {
            return OptionalInt.of(0);
        }

        private static OptionalInt unknown() {
            return OptionalInt.empty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void seedsAreReadAndMutantsRefused(Reader target) {
        target.seeds.forEach(target.reader);
        long seed = Long.getLong("fuzz.seed", 1);
        RandomGenerator random = new Random(seed);
        long until = System.nanoTime()
                + Duration.ofSeconds(Long.getLong("fuzz.seconds", 0)).toNanos();
        Cost most = Cost.NOTHING;
        int done = 0;
        for (; done < MUTANTS || System.nanoTime() < until; done++) {
            Bytes mutant = Mutants.of(target.seeds, random);
            String which = "seed " + seed + ", mutant " + done;
            try {
                Cost cost = Cost.of(target.reader, mutant);
                assertThat(cost.problem(mutant)).as(which).isEmpty();
                most = most.orMore(cost);
            } catch (RuntimeException | StackOverflowError escaped) {
                throw new AssertionError(which + ": " + HexFormat.of().formatHex(mutant.toArray()), escaped);
            }
        }
        System.out.println("fuzz: " + target + " mutants=" + done + " most=" + most);
    }
}
