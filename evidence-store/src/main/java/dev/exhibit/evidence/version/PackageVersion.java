package dev.exhibit.evidence.version;

import io.github.nscuro.versatile.VersionFactory;
import io.github.nscuro.versatile.spi.Version;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A version that can be compared with others of its scheme.
 *
 * @param text as it was written
 */
public record PackageVersion(VersionScheme scheme, String text, Version parsed) {
    /** Longer ones are not versions; bounds what the library does with them. */
    private static final int MAX_LENGTH = 128;

    /** Reads a version; empty for what its scheme does not know as one. */
    public static Optional<PackageVersion> parse(VersionScheme scheme, String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PackageVersion(scheme, text, VersionFactory.forScheme(scheme.library(), text)));
        } catch (RuntimeException notAVersion) {
            return Optional.empty();
        }
    }

    /** Less than, equal to or greater than zero as this comes before, with or after {@code other}; empty if nobody can say. */
    public OptionalInt compare(PackageVersion other) {
        if (scheme != other.scheme || isDoubtful(other)) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.signum(parsed.compareTo(other.parsed)));
        } catch (RuntimeException incomparable) {
            return OptionalInt.empty();
        }
    }

    /** Where the library is known not to do as the ecosystem does. */
    private boolean isDoubtful(PackageVersion other) {
        return switch (scheme) {
            // Local labels: numbers come after words (PEP 440), with the library before.
            case PYPI -> text.contains("+") && other.text.contains("+") && !text.equals(other.text);
            // A suffix against a further number: 1.0_p1 comes before 1.0.1, with the library after.
            case APK -> text.contains("_") != other.text.contains("_");
            case MAVEN, NPM, GO, CARGO, NUGET, COMPOSER, DEB, RPM -> false;
        };
    }
}
