package dev.exhibit.evidence.slice;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A pattern for package URLs, for example {@code pkg:npm/yaml@1.*}. Each part of the URL is matched whole
 * by the same part of the pattern, in which {@code *} stands for any characters. The namespace is one part, slashes
 * included; without one, only packages without one match. A version, a qualifier or a subpath that the pattern does not
 * have may be any. Percent-encoded characters are read as what they stand for; the case of letters counts, but in the
 * type. Immutable.
 */
public final class PurlPattern {
    private static final int MAX_LENGTH = 1024;

    private final String text;
    private final Glob type;
    private final Glob namespace;
    private final Glob name;
    private final Optional<Glob> version;
    private final Map<String, Glob> qualifiers = new TreeMap<>();
    private final Optional<Glob> subpath;

    private PurlPattern(String text, PurlParts parts) {
        this.text = text;
        this.type = glob(parts.type().toLowerCase(Locale.ROOT));
        this.namespace = glob(parts.namespace());
        this.name = glob(parts.name());
        this.version = parts.version().map(PurlPattern::glob);
        this.subpath = parts.subpath().map(PurlPattern::glob);
        parts.qualifiers().forEach((key, value) -> qualifiers.put(key, glob(value)));
    }

    /** @throws MalformedException for what has no type or no name, or more than 1,024 characters */
    public static PurlPattern parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new MalformedException(Reason.TOO_LARGE, "a pattern has at most " + MAX_LENGTH + " characters");
        }
        return PurlParts.split(text)
                .map(parts -> new PurlPattern(text, parts))
                .orElseThrow(() -> new MalformedException(
                        Reason.BAD_VALUE, "expected a pattern such as pkg:maven/org.apache.*/*@1.*"));
    }

    /** Whether {@code purl} is matched; what is no package URL is not. */
    public boolean matches(String purl) {
        return PurlParts.split(purl)
                .map(parts -> parts.map(PurlParts::decoded))
                .filter(this::matches)
                .isPresent();
    }

    private boolean matches(PurlParts purl) {
        return type.matches(purl.type().toLowerCase(Locale.ROOT))
                && namespace.matches(purl.namespace())
                && name.matches(purl.name())
                && version.map(glob -> purl.version().filter(glob::matches).isPresent())
                        .orElse(true)
                && subpath.map(glob -> purl.subpath().filter(glob::matches).isPresent())
                        .orElse(true)
                && qualifiers.entrySet().stream()
                        .allMatch(
                                wanted -> Optional.ofNullable(purl.qualifiers().get(wanted.getKey()))
                                        .filter(wanted.getValue()::matches)
                                        .isPresent());
    }

    private static Glob glob(String part) {
        return Glob.of(part, PurlParts::decoded);
    }

    @Override
    public String toString() {
        return text;
    }
}
