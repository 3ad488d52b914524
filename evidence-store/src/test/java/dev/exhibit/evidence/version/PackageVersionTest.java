package dev.exhibit.evidence.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PackageVersionTest {
    /** Ascending, each from the ecosystem's own specification or tests. */
    private static final Map<VersionScheme, List<String>> ORDERS = Map.of(
            VersionScheme.NPM,
            List.of(
                    "1.0.0-alpha",
                    "1.0.0-alpha.1",
                    "1.0.0-alpha.beta",
                    "1.0.0-beta",
                    "1.0.0-beta.2",
                    "1.0.0-beta.11",
                    "1.0.0-rc.1",
                    "1.0.0",
                    "1.2.0",
                    "1.10.0",
                    "2.0.0"),
            VersionScheme.CARGO,
            List.of("0.1.0-alpha", "0.1.0-alpha.1", "0.1.0-beta.2", "0.1.0-beta.11", "0.1.0-rc.1", "0.1.0", "0.10.0"),
            VersionScheme.GO,
            List.of(
                    "v0.0.0-20190101000000-abcdefabcdef",
                    "v0.0.0-20200101000000-abcdefabcdef",
                    "v0.1.0",
                    "v1.0.0-rc.1",
                    "v1.0.0",
                    "v1.9.0",
                    "v1.10.0"),
            VersionScheme.PYPI,
            List.of(
                    "1.dev0",
                    "1.0.dev456",
                    "1.0a1",
                    "1.0a2.dev456",
                    "1.0a12.dev456",
                    "1.0a12",
                    "1.0b1.dev456",
                    "1.0b2",
                    "1.0b2.post345.dev456",
                    "1.0b2.post345",
                    "1.0rc1.dev456",
                    "1.0rc1",
                    "1.0",
                    "1.0+local",
                    "1.0.post456.dev34",
                    "1.0.post456",
                    "1.0.15",
                    "1.1.dev1",
                    "1!0.1"),
            VersionScheme.MAVEN,
            List.of(
                    "1-alpha-1",
                    "1-alpha-2",
                    "1-beta-1",
                    "1-milestone-1",
                    "1-rc-1",
                    "1-SNAPSHOT",
                    "1",
                    "1-sp",
                    "1-foo",
                    "1-1",
                    "1.1",
                    "1.2",
                    "1.10"),
            VersionScheme.DEB,
            List.of("1.0~beta1~svn1245", "1.0~beta1", "1.0", "1.0-1", "1.0-1+deb12u1", "1.0-2", "1.0.1", "1:0.1"),
            VersionScheme.RPM,
            List.of("1.0~rc1", "1.0", "1.0^git1", "1.0.1", "1.1", "1.10", "1:0.1"),
            VersionScheme.APK,
            List.of("1.0_alpha", "1.0_beta", "1.0_rc1", "1.0_p1"),
            VersionScheme.NUGET,
            List.of("1.0.0-alpha", "1.0.0-beta", "1.0.0", "1.0.0.1", "1.0.1", "1.10.0"),
            VersionScheme.COMPOSER,
            List.of("1.0.0-dev", "1.0.0-alpha1", "1.0.0-beta1", "1.0.0-RC1", "1.0.0", "1.0.1", "1.10.0"));

    @Test
    void everySchemeHasItsEcosystemsOrder() {
        assertThat(ORDERS.keySet()).containsExactlyInAnyOrder(VersionScheme.values());
        ORDERS.forEach((scheme, order) -> {
            for (int one = 0; one < order.size(); one++) {
                for (int other = 0; other < order.size(); other++) {
                    assertThat(compare(scheme, order.get(one), order.get(other)))
                            .as("%s: %s and %s", scheme, order.get(one), order.get(other))
                            .hasValue(Integer.signum(Integer.compare(one, other)));
                }
            }
        });
    }

    @Test
    void spellingsOfOneVersionAreEqual() {
        assertThat(compare(VersionScheme.PYPI, "1.0", "1.0.0")).hasValue(0);
        assertThat(compare(VersionScheme.MAVEN, "1.0", "1")).hasValue(0);
        assertThat(compare(VersionScheme.GO, "v1.2.3", "1.2.3")).hasValue(0);
        assertThat(compare(VersionScheme.CARGO, "1.0.0+a", "1.0.0+b")).hasValue(0);
        assertThat(compare(VersionScheme.NUGET, "1.0.0", "1.0.0.0")).hasValue(0);
    }

    @Test
    void whatNobodyCanCompareIsNotCompared() {
        assertThat(compare(VersionScheme.PYPI, "1.0+abc", "1.0+5")).isEmpty();
        assertThat(compare(VersionScheme.APK, "1.0_p1", "1.0.1")).isEmpty();
        assertThat(compare(VersionScheme.GO, "v1.2.99999999999999999999", "v1.2.3"))
                .isEmpty();
        for (VersionScheme scheme : List.of(VersionScheme.NPM, VersionScheme.GO, VersionScheme.PYPI)) {
            assertThat(Stream.of("", "latest", "${revision}", "1.0".repeat(60)))
                    .allSatisfy(text ->
                            assertThat(PackageVersion.parse(scheme, text)).isEmpty());
        }
        assertThat(VersionScheme.ofType("gem")).isEmpty();
    }

    /** Whatever can be compared is: reflexive, antisymmetric and transitive, over random versions of a printed seed. */
    @Test
    void everyOrderIsAnOrder() {
        long seed = 20260131;
        Random random = new Random(seed);
        for (VersionScheme scheme : VersionScheme.values()) {
            List<PackageVersion> some = new ArrayList<>();
            while (some.size() < 60) {
                PackageVersion.parse(scheme, random(random)).ifPresent(some::add);
            }
            for (int round = 0; round < 20_000; round++) {
                requireOrder(pick(some, random), pick(some, random), pick(some, random), seed);
            }
        }
    }

    private static void requireOrder(PackageVersion a, PackageVersion b, PackageVersion c, long seed) {
        OptionalInt ab = a.compare(b);
        OptionalInt bc = b.compare(c);
        OptionalInt ac = a.compare(c);
        String about = "seed " + seed + ": " + a.scheme() + " " + a.text() + ", " + b.text() + ", " + c.text();
        assertThat(b.compare(a).orElse(-ab.orElse(0))).as(about).isEqualTo(-ab.orElse(0));
        if (ab.isPresent() && bc.isPresent() && ac.isPresent() && ab.getAsInt() <= 0 && bc.getAsInt() <= 0) {
            assertThat(ac.getAsInt()).as(about).isLessThanOrEqualTo(0);
        }
    }

    private static PackageVersion pick(List<PackageVersion> some, Random random) {
        return some.get(random.nextInt(some.size()));
    }

    private static String random(Random random) {
        String text = random.nextInt(3) + "." + random.nextInt(3) + "." + random.nextInt(12);
        return switch (random.nextInt(4)) {
            case 0 -> text + "-alpha." + random.nextInt(3);
            case 1 -> text + "-rc." + random.nextInt(12);
            default -> text;
        };
    }

    private static OptionalInt compare(VersionScheme scheme, String one, String other) {
        return PackageVersion.parse(scheme, one)
                .orElseThrow()
                .compare(PackageVersion.parse(scheme, other).orElseThrow());
    }
}
