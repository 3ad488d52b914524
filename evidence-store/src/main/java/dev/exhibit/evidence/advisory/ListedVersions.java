package dev.exhibit.evidence.advisory;

import dev.exhibit.evidence.version.PackageVersion;
import dev.exhibit.evidence.version.VersionScheme;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Versions that an advisory names one by one. They are read when they are first compared. Thread-safe. */
public final class ListedVersions {
    private final TreeSet<String> texts;
    private volatile @Nullable List<PackageVersion> read;

    ListedVersions(Collection<String> texts) {
        this.texts = new TreeSet<>(texts);
    }

    boolean isEmpty() {
        return texts.isEmpty();
    }

    int size() {
        return texts.size();
    }

    boolean contains(String version) {
        return texts.contains(version);
    }

    /** What this list says about a version, which may be written in two ways: {@code 1.0} and {@code 1.0.0}. */
    VersionMatch match(PackageVersion version) {
        VersionMatch found = new VersionMatch.Outside();
        for (PackageVersion listed : read(version.scheme())) {
            OptionalInt order = listed.compare(version);
            if (order.isEmpty()) {
                found = new VersionMatch.Unknown("the version cannot be compared with those that are listed");
            } else if (order.getAsInt() == 0) {
                return new VersionMatch.Listed(listed.text());
            }
        }
        return found;
    }

    /** What its scheme does not know as a version is no other spelling of one. */
    private List<PackageVersion> read(VersionScheme scheme) {
        List<PackageVersion> known = read;
        if (known == null) {
            known = texts.stream()
                    .map(text -> PackageVersion.parse(scheme, text))
                    .flatMap(Optional::stream)
                    .toList();
            read = known;
        }
        return known;
    }
}
