package dev.exhibit.evidence.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.evidence.TestData;
import dev.exhibit.evidence.advisory.VersionEvent.Kind;
import dev.exhibit.evidence.advisory.VersionMatch.InRange;
import dev.exhibit.evidence.advisory.VersionMatch.Listed;
import dev.exhibit.evidence.advisory.VersionMatch.Outside;
import dev.exhibit.evidence.advisory.VersionMatch.Unknown;
import dev.exhibit.evidence.version.PackageName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdvisoryTest {
    private static final Bytes DOCUMENT = TestData.read("explain/advisories.osv.json");

    @Test
    void readsWhatTheDocumentSays() {
        List<Advisory> advisories = Advisory.parse(DOCUMENT);
        assertThat(advisories).hasSize(7);
        Advisory first = advisories.getFirst();
        assertThat(first.document()).isEqualTo(Hashing.of(DOCUMENT));
        assertThat(first.aliases()).containsExactly("CVE-2026-0001");
        assertThat(first.modified()).isEqualTo(Instant.parse("2026-01-10T00:00:00Z"));
        assertThat(first.rating()).isEqualTo("critical");
        assertThat(first.references().items()).hasSize(1);
        assertThat(first.affected().getFirst().packages()).containsExactly(new PackageName("maven", "org.acme/log"));
        assertThat(advisories.stream().filter(Advisory::isUnplaced).map(Advisory::id))
                .containsExactly("OSV-2026-7");
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, true",
        "2.12.1, true",
        "2.12.2, false",
        "2.12.9, false",
        "2.13.0-rc1, false",
        "2.13.0, true",
        "2.14.9, true",
        "2.15.0-rc1, true",
        "2.15.0, false",
        "3, false"
    })
    void aVersionIsInsideOneOfTheRangesOrNot(String version, boolean inside) {
        VersionMatch match =
                Advisory.parse(DOCUMENT).getFirst().affected().getFirst().match(version, Optional.empty());
        assertThat(match).isInstanceOf(inside ? InRange.class : Outside.class);
    }

    @Test
    void saysWhichRangeItWas() {
        assertThat(match("{'introduced': '1.0.0'}, {'fixed': '1.2.0'}, {'introduced': '2.0.0'}", "1.1.0"))
                .isEqualTo(new InRange("SEMVER", "1.0.0", Optional.of(new VersionEvent(Kind.FIXED, "1.2.0"))));
        assertThat(match("{'introduced': '1.0.0'}, {'fixed': '1.2.0'}, {'introduced': '2.0.0'}", "2.1.0"))
                .isEqualTo(new InRange("SEMVER", "2.0.0", Optional.empty()));
        assertThat(match("{'introduced': '0'}, {'last_affected': '1.2.0'}", "1.2.0"))
                .isEqualTo(new InRange("SEMVER", "0", Optional.of(new VersionEvent(Kind.LAST_AFFECTED, "1.2.0"))));
        assertThat(match("{'introduced': '0'}, {'last_affected': '1.2.0'}", "1.2.1"))
                .isEqualTo(new Outside(false));
    }

    @Test
    void theOrderOfEventsInTheDocumentIsNoMatter() {
        String shuffled = "{'fixed': '2.5.0'}, {'introduced': '2.0.0'}, {'fixed': '1.2.0'}, {'introduced': '0'}";
        for (String inside : List.of("0.0.1", "1.1.9", "2.0.0", "2.4.9")) {
            assertThat(match(shuffled, inside)).as(inside).isInstanceOf(InRange.class);
        }
        for (String outside : List.of("1.2.0", "1.9.9", "2.5.0", "3.0.0")) {
            assertThat(match(shuffled, outside)).as(outside).isInstanceOf(Outside.class);
        }
    }

    /** Events at one version: what begins and ends there is that version, or nothing; what ends and begins there goes on. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'introduced': '1.0.0'}, {'last_affected': '1.0.0'}                                                   | 0.9.0 false 1.0.0 true 1.0.1 false 2.0.0 false
            {'last_affected': '1.0.0'}, {'introduced': '1.0.0'}                                                   | 0.9.0 false 1.0.0 true 1.0.1 false 2.0.0 false
            {'introduced': '1.0.0'}, {'fixed': '1.0.0'}                                                           | 0.9.0 false 1.0.0 false 1.0.1 false 2.0.0 false
            {'introduced': '1.0.0'}, {'fixed': '1.0.0+build'}                                                     | 0.9.0 false 1.0.0 false 1.0.1 false 2.0.0 false
            {'introduced': '0.1.0'}, {'fixed': '1.0.0'}, {'introduced': '1.0.0'}, {'fixed': '2.0.0'}              | 0.9.0 true 1.0.0 true 1.0.1 true 2.0.0 false
            {'introduced': '0.1.0'}, {'last_affected': '1.0.0'}, {'introduced': '1.0.0'}, {'last_affected': '2.0.0'} | 0.9.0 true 1.0.0 true 1.0.1 true 2.0.0 true 2.0.1 false
            {'introduced': '0'}, {'last_affected': '1.0.0'}, {'introduced': '2.0.0'}, {'last_affected': '2.0.0'} | 0.9.0 true 1.0.0 true 1.0.1 false 2.0.0 true 2.0.1 false
            """)
    void eventsAtOneVersion(String events, String expected) {
        String[] words = expected.split(" ", -1);
        for (int at = 0; at < words.length; at += 2) {
            assertThat(match(events, words[at]))
                    .as(words[at])
                    .isInstanceOf(Boolean.parseBoolean(words[at + 1]) ? InRange.class : Outside.class);
        }
    }

    @Test
    void aLimitBoundsTheRange() {
        String limited = "{'introduced': '1.0.0'}, {'limit': '2.0.0'}";
        assertThat(match(limited, "1.9.0")).isInstanceOf(InRange.class);
        assertThat(match(limited, "2.0.0")).isInstanceOf(Outside.class);
        assertThat(match(limited + ", {'limit': '*'}", "2.0.0")).isInstanceOf(InRange.class);
    }

    /** Never "not affected" because something could not be read. */
    @Test
    void whatCannotBeDecidedIsUnknown() {
        assertThat(match("{'introduced': '1.0.0'}, {'fixed': 'soon'}", "0.9.0")).isInstanceOf(Unknown.class);
        assertThat(match("{'introduced': '1.0.0'}", "latest")).isInstanceOf(Unknown.class);
        assertThat(affected("'RubyGems', 'name': 'rails'", "'versions': ['6.0.0']")
                        .match("6.0.1", Optional.empty()))
                .isInstanceOf(Unknown.class);
        assertThat(affected("'RubyGems', 'name': 'rails'", "'versions': ['6.0.0']")
                        .match("6.0.0", Optional.empty()))
                .isEqualTo(new Listed("6.0.0"));
        assertThat(affected("'npm', 'name': 'a'", "'versions': []").match("1.0.0", Optional.empty()))
                .isInstanceOf(Unknown.class);
        assertThat(affected("'Elsewhere', 'name': 'a', 'purl': 'pkg:npm/a'", "'versions': ['1.0.0']")
                        .packages())
                .containsExactly(new PackageName("npm", "a"));
    }

    @Test
    void listedVersionsMayBeSpelledOtherwise() {
        Affected listed = affected("'PyPI', 'name': 'a'", "'versions': ['1.0', '2.0']");
        assertThat(listed.match("1.0.0", Optional.empty())).isEqualTo(new Listed("1.0"));
        assertThat(listed.match("1.5", Optional.empty())).isEqualTo(new Outside(false));
        assertThat(affected("'PyPI', 'name': 'a'", "'versions': ['1.0+abc']").match("1.0+5", Optional.empty()))
                .isInstanceOf(Unknown.class);
    }

    /** Numbers of a product are none of the distribution below it. */
    @ParameterizedTest
    @CsvSource({
        "'Red Hat:openshift:4.12::el8', rhel-8.6",
        "'SUSE:SUSE Manager Server 4.3', sles-15.4",
        "'Ubuntu:Pro:18.04:LTS', ubuntu-22.04"
    })
    void aReleaseOfAProductSaysNothingAboutADistribution(String ecosystem, String distro) {
        assertThat(Ecosystem.parse(ecosystem).isReleaseOf(distro)).isEmpty();
        assertThat(Ecosystem.parse("Ubuntu:22.04:LTS").isReleaseOf("ubuntu-22.04"))
                .contains(true);
        assertThat(Ecosystem.parse("Alpine:v3.19").isReleaseOf("alpine-3.18.2")).contains(false);
    }

    @ParameterizedTest
    @CsvSource({
        "debian-12, InRange",
        "debian-11, Outside",
        "debian-12.4, InRange",
        "debian-bookworm, Unknown",
        ", Unknown"
    })
    void anAdvisoryForAReleaseIsForThatRelease(String distro, String expected) {
        Affected curl = affected(
                "'Debian:12', 'name': 'curl'",
                "'ranges': [{'type': 'ECOSYSTEM', 'events': [{'introduced': '0'}, {'fixed': '7.88.1-10'}]}]");
        assertThat(curl.match("7.88.1-9", Optional.ofNullable(distro))
                        .getClass()
                        .getSimpleName())
                .isEqualTo(expected);
    }

    @Test
    void membersOfLaterSchemasAndEmptyListsAreAllowed() {
        assertThat(Advisory.parse(osv("'affected': null, 'aliases': null, 'tomorrow': {}")))
                .hasSize(1);
        assertThat(Advisory.parse(osv("'schema_version': '1.99.0'"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'schema_version': '2.0.0'|/schema_version",
                "'withdrawn': 'yesterday'|/withdrawn",
                "'aliases': [1]|/aliases/0",
                "'affected': [{'package': {'name': 'a'}}]|/affected/0/package/ecosystem",
                "'affected': [{'package': {'ecosystem': 'npm', 'name': 'a', 'purl': 'a'}}]|/affected/0/package/purl",
                "'affected': [{'ranges': [{'type': 'NPM', 'events': []}]}]|/affected/0/ranges/0/type",
                "'affected': [{'ranges': [{'type': 'GIT', 'events': []}]}]|/affected/0/ranges/0/events",
                "'affected': [{'ranges': [{'type': 'GIT', 'events': [{'fixed': '1'}]}]}]|/affected/0/ranges/0/events",
                "'affected': [{'ranges': [{'type': 'GIT', 'events': [{'begun': '1'}]}]}]|/affected/0/ranges/0/events/0/begun",
                "'affected': [{'ranges': [{'type': 'GIT', 'events': [{'introduced': '0', 'fixed': '1'}]}]}]|/affected/0/ranges/0/events/0",
            })
    void refusesWhatWouldBeReadWrongly(String members, String pointer) {
        assertThatThrownBy(() -> Advisory.parse(osv(members)))
                .isInstanceOfSatisfying(
                        MalformedException.class,
                        refused -> assertThat(refused.pointer()).isEqualTo(pointer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[]", "{}", "1", "[1]", "{\"id\":\"\",\"modified\":\"2026-01-01T00:00:00Z\"}", "{\"id\":\"A\"}"})
    void refusesWhatIsNoAdvisory(String document) {
        assertThatThrownBy(() -> Advisory.parse(Bytes.utf8(document))).isInstanceOf(MalformedException.class);
    }

    private static VersionMatch match(String events, String version) {
        return affected("'npm', 'name': 'a'", "'ranges': [{'type': 'SEMVER', 'events': [" + events + "]}]")
                .match(version, Optional.empty());
    }

    private static Affected affected(String ecosystem, String members) {
        return Advisory.parse(osv("'affected': [{'package': {'ecosystem': " + ecosystem + "}, " + members + "}]"))
                .getFirst()
                .affected()
                .getFirst();
    }

    private static Bytes osv(String members) {
        return Bytes.utf8(("{'id': 'A-1', 'modified': '2026-01-01T00:00:00Z', " + members + "}").replace('\'', '"'));
    }
}
