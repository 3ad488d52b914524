package dev.exhibit.evidence.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.crypto.encoding.MalformedException;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PurlPatternTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pkg:maven/org.apache/log4j@2.1 | pkg:maven/org.apache/log4j@2.1
            pkg:maven/org.apache/log4j | pkg:maven/org.apache/log4j@2.1?type=jar#sub
            pkg:Maven/org.apache/* | pkg:maven/org.apache/log4j@2.1
            pkg:*/*/*@2.* | pkg:maven/org.apache/log4j@2.1
            pkg:maven/org.*/* | pkg:maven/org.apache.logging/core
            pkg:golang/github.com/* | pkg:golang/github.com/x
            pkg:golang/*/x | pkg:golang/github.com/a/b/x
            pkg:npm/*/web | pkg:npm/web
            pkg:npm/*/web | pkg:npm/%40acme/web@1
            pkg:npm/@acme/* | pkg:npm/%40acme/web@1
            pkg:npm/%40acme/* | pkg:npm/@acme/web@1
            pkg:npm/@acme/*@1 | pkg:npm/%40acme/web@1
            pkg:deb/debian/*?arch=arm* | pkg:deb/debian/curl@7?distro=x&arch=arm64
            pkg:x/n#a/* | pkg:x/n@1#a/b
            pkg:x/* | pkg:x/a%2Ab
            pkg:x/a%2Ab | pkg:x/a%2Ab
            """)
    void matchesWholeParts(String pattern, String purl) {
        assertThat(PurlPattern.parse(pattern).matches(purl)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pkg:maven/org.apache/log4j@2.1 | pkg:maven/org.apache/log4j@2.10
            pkg:maven/org.apache/log4j@2.1 | pkg:maven/org.apache/log4j
            pkg:maven/org.apache/log4j | pkg:maven/org.apache/log4j-core
            pkg:maven/org.apache/log4j | pkg:maven/org.apache.x/log4j
            pkg:maven/org.apache/LOG4J | pkg:maven/org.apache/log4j
            pkg:maven/* | pkg:maven/org.apache/log4j
            pkg:npm/web | pkg:npm/%40acme/web
            pkg:deb/debian/*?arch=arm* | pkg:deb/debian/curl@7?arch=amd64
            pkg:deb/debian/*?arch=* | pkg:deb/debian/curl@7
            pkg:x/n#a | pkg:x/n
            pkg:x/a%2Ab | pkg:x/aab
            pkg:x/* | x/a
            pkg:x/* | pkg:x/
            pkg:*/* | pkg:x
            """)
    void matchesNothingElse(String pattern, String purl) {
        assertThat(PurlPattern.parse(pattern).matches(purl)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "maven/a/b", "pkg:", "pkg:maven", "pkg:maven/", "pkg:/a/"})
    void refusesWhatIsNoPattern(String text) {
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> PurlPattern.parse(text));
    }

    @Test
    void boundsPatterns() {
        String longest = "pkg:maven/" + "a".repeat(1014);
        assertThat(PurlPattern.parse(longest).matches(longest)).isTrue();
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> PurlPattern.parse(longest + "a"));
    }

    @Test
    void globsAgreeWithRegularExpressions() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            String pattern = letters(random, "ab*", 8);
            String text = letters(random, "ab", 10);
            String regex =
                    Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
            assertThat(Glob.of(pattern, plain -> plain).matches(text))
                    .as("%s in %s", pattern, text)
                    .isEqualTo(Pattern.matches(regex, text));
        }
    }

    /** A matcher that goes back would not end in a lifetime. */
    @Test
    void noPatternIsCostly() {
        PurlPattern pattern = PurlPattern.parse("pkg:x/" + "*a".repeat(400) + "b");
        assertThat(pattern.matches("pkg:x/" + "a".repeat(4_000_000))).isFalse();
        PurlPattern periodic = PurlPattern.parse("pkg:x/*" + "a".repeat(900) + "b*");
        assertThat(periodic.matches("pkg:x/" + "a".repeat(4_000_000))).isFalse();
    }

    private static String letters(Random random, String alphabet, int most) {
        return random.ints(random.nextInt(most), 0, alphabet.length())
                .mapToObj(at -> alphabet.substring(at, at + 1))
                .collect(Collectors.joining());
    }
}
