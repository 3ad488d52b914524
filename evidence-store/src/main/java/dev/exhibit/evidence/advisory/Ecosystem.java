package dev.exhibit.evidence.advisory;

import dev.exhibit.evidence.version.PackageName;
import dev.exhibit.evidence.version.VersionScheme;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a package is from, as OSV names it: {@code npm}, {@code Debian:12}.
 *
 * @param name without the release
 * @param release of a distribution, as far as it is named
 */
public record Ecosystem(String name, Optional<String> release) {
    /** {@code 12}, {@code v3.19}, {@code 22.04:LTS}. */
    private static final Pattern RELEASE = Pattern.compile("v?[0-9]{1,9}(\\.[0-9]{1,9}){0,3}(:LTS)?");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9}){0,3}");
    private static final Map<String, Place> PLACES = Map.ofEntries(
            Map.entry("Go", Place.of("golang")),
            Map.entry("npm", Place.of("npm")),
            Map.entry("PyPI", Place.of("pypi")),
            Map.entry("RubyGems", Place.of("gem")),
            Map.entry("crates.io", Place.of("cargo")),
            Map.entry("Packagist", Place.of("composer")),
            Map.entry("Maven", Place.of("maven")),
            Map.entry("NuGet", Place.of("nuget")),
            Map.entry("Hex", Place.of("hex")),
            Map.entry("Pub", Place.of("pub")),
            Map.entry("SwiftURL", Place.of("swift")),
            Map.entry("Debian", Place.distribution("deb", "debian")),
            Map.entry("Ubuntu", Place.distribution("deb", "ubuntu")),
            Map.entry("Alpine", Place.distribution("apk", "alpine")),
            Map.entry("Wolfi", Place.distribution("apk", "wolfi")),
            Map.entry("Chainguard", Place.distribution("apk", "chainguard")),
            Map.entry("Red Hat", Place.distribution("rpm", "redhat")),
            Map.entry("Rocky Linux", Place.distribution("rpm", "rocky")),
            Map.entry("AlmaLinux", Place.distribution("rpm", "almalinux")),
            Map.entry("SUSE", Place.distribution("rpm", "suse")),
            Map.entry("openSUSE", Place.distribution("rpm", "opensuse")));

    private record Place(String type, String prefix) {
        static Place of(String type) {
            return new Place(type, "");
        }

        static Place distribution(String type, String namespace) {
            return new Place(type, namespace + "/");
        }
    }

    /** Reads {@code name} or {@code name:release}. */
    public static Ecosystem parse(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new Ecosystem(text, Optional.empty())
                : new Ecosystem(text.substring(0, colon), Optional.of(text.substring(colon + 1)));
    }

    /** The package that is called {@code name} there; empty where this program does not know the ecosystem. */
    public Optional<PackageName> packageNamed(String called) {
        String path = name.equals("Maven") ? called.replace(':', '/') : called;
        return Optional.ofNullable(PLACES.get(name)).map(place -> new PackageName(place.type(), place.prefix() + path));
    }

    /**
     * Whether a component from {@code distro} (the qualifier of a package URL: {@code debian-12}, {@code alpine-3.19.1}) is of
     * this release. Empty if either does not say, or the release is plainly no release of a distribution but, for example, of a
     * product for one: {@code Red Hat:openshift:4.12::el8}.
     */
    public Optional<Boolean> isReleaseOf(String distro) {
        Optional<String> here =
                release.filter(said -> RELEASE.matcher(said).matches()).flatMap(Ecosystem::number);
        Optional<String> there = number(distro);
        return here.flatMap(one ->
                there.map(other -> one.equals(other) || other.startsWith(one + ".") || one.startsWith(other + ".")));
    }

    private static Optional<String> number(String text) {
        Matcher found = NUMBER.matcher(text);
        return found.find() ? Optional.of(found.group()) : Optional.empty();
    }

    /** The order of versions there; empty where this program does not know it. */
    public Optional<VersionScheme> scheme() {
        return Optional.ofNullable(PLACES.get(name)).flatMap(place -> VersionScheme.ofType(place.type()));
    }
}
