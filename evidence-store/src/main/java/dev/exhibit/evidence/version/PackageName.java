package dev.exhibit.evidence.version;

import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A package without a version, spelled in one way, so that an advisory and a component that mean the same package find
 * each other.
 *
 * @param type the type of a package URL, for example {@code maven}
 * @param name namespace and name, {@code /} between them, for example {@code org.acme/log}
 */
public record PackageName(String type, String name) implements Comparable<PackageName> {
    private static final Pattern SEPARATORS = Pattern.compile("[-_.]+");
    private static final Comparator<PackageName> ORDER =
            Comparator.comparing(PackageName::type).thenComparing(PackageName::name);

    public PackageName {
        name = canonical(type, name);
    }

    /** Where an ecosystem takes two spellings for one package, they become one. */
    private static String canonical(String type, String name) {
        return switch (type) {
            // PEP 503
            case "pypi" -> SEPARATORS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("-");
            // Their registries do not tell case apart, and the types of package URLs say lower case.
            case "nuget", "composer", "golang", "github", "deb", "apk", "rpm", "hex", "pub" ->
                name.toLowerCase(Locale.ROOT);
            default -> name;
        };
    }

    @Override
    public int compareTo(PackageName other) {
        return ORDER.compare(this, other);
    }

    /** For example {@code maven/org.acme/log}. */
    @Override
    public String toString() {
        return type + "/" + name;
    }
}
