package dev.exhibit.evidence.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.encoding.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PurlTest {
    @ParameterizedTest
    @CsvSource({
        "pkg:maven/org.acme/log@1.2?type=jar, maven/org.acme/log",
        "pkg:npm/%40acme/log@1.2.3, npm/@acme/log",
        "pkg:pypi/Acme_Log@1, pypi/acme-log",
        "pkg:golang/github.com/Acme/log@v1, golang/github.com/acme/log",
        "pkg:deb/debian/curl@7.88.1-10?distro=debian-12, deb/debian/curl",
        "pkg:nuget/Acme.Log@1, nuget/acme.log"
    })
    void namesItsPackageInOneWay(String purl, String name) {
        assertThat(Purl.parse(purl).name()).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pkg:", "pkg:maven", "http://example.com", "pkg:maven/a b c@", "pkg:npm/%zz"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> Purl.parse(text)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Purl.parse("pkg:npm/" + "a".repeat(2_048))).isInstanceOf(MalformedException.class);
    }

    @Test
    void coversWhatItLeavesOpenAndNothingElse() {
        Purl whole = Purl.parse("pkg:maven/org.acme/log");
        Purl version = Purl.parse("pkg:maven/org.acme/log@1.2");
        Purl jar = Purl.parse("pkg:maven/org.acme/log@1.2?type=jar");
        assertThat(whole.covers(jar)).isTrue();
        assertThat(version.covers(jar)).isTrue();
        assertThat(jar.covers(version)).isFalse();
        assertThat(version.covers(whole)).isFalse();
        assertThat(version.covers(Purl.parse("pkg:maven/org.acme/log@1.2.0"))).isFalse();
        assertThat(whole.covers(Purl.parse("pkg:npm/org.acme/log@1.2"))).isFalse();
    }
}
