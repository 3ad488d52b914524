package dev.exhibit.evidence.version;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A package URL (ECMA-427).
 *
 * @param text in canonical form
 * @param name what package
 * @param version which version of it; absent for all of them
 * @param qualifiers what tells apart what has the same version
 */
public record Purl(String text, PackageName name, Optional<String> version, SortedMap<String, String> qualifiers) {
    private static final int MAX_LENGTH = 2048;
    private static final String SCHEME = "pkg:";

    public Purl {
        qualifiers = Collections.unmodifiableSortedMap(new TreeMap<>(qualifiers));
    }

    /** Whether {@code text} says that it is one. */
    public static boolean isPurl(String text) {
        return text.startsWith(SCHEME);
    }

    /** @throws MalformedException for anything else */
    public static Purl parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new MalformedException(Reason.TOO_LARGE, "a package URL has at most " + MAX_LENGTH + " characters");
        }
        try {
            PackageURL parsed = new PackageURL(text);
            String name = Optional.ofNullable(parsed.getNamespace())
                    .map(namespace -> namespace + "/" + parsed.getName())
                    .orElse(parsed.getName());
            return new Purl(
                    parsed.canonicalize(),
                    new PackageName(parsed.getType(), name),
                    Optional.ofNullable(parsed.getVersion()),
                    new TreeMap<>(Optional.ofNullable(parsed.getQualifiers()).orElseGet(TreeMap::new)));
        } catch (MalformedPackageURLException | IllegalArgumentException malformed) {
            throw new MalformedException(Reason.BAD_VALUE, "not a package URL");
        }
    }

    /**
     * Whether what is said of this is said of {@code other}: the same package; the same version, if this names one; and the
     * same value of every qualifier that this names.
     */
    public boolean covers(Purl other) {
        return name.equals(other.name)
                && (version.isEmpty() || version.equals(other.version))
                && qualifiers.entrySet().stream()
                        .allMatch(asked -> asked.getValue().equals(other.qualifiers.get(asked.getKey())));
    }

    @Override
    public String toString() {
        return text;
    }
}
