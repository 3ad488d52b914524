package dev.exhibit.evidence.explain;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.version.Purl;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A component that advisories can be about.
 *
 * @param purl its package URL
 * @param version of the package URL or, where that has none, of the component
 * @param digests SHA-256 of its bytes, where the SBOM says so
 */
record Component(Purl purl, Optional<String> version, Set<Digest> digests) implements Comparable<Component> {
    private static final Comparator<Component> ORDER = Comparator.<Component, String>comparing(
                    component -> component.purl().text())
            .thenComparing(component -> component.version().orElse(""))
            .thenComparing(component -> component.digests().toString());

    Component {
        digests = Collections.unmodifiableSet(new TreeSet<>(digests));
    }

    /** The distribution that it is from, where it says so. */
    Optional<String> distro() {
        return Optional.ofNullable(purl.qualifiers().get("distro"));
    }

    Json.Obj toJson() {
        Json.Obj json = Json.object().with("purl", purl.text());
        return version.map(text -> json.with("version", text)).orElse(json);
    }

    @Override
    public int compareTo(Component other) {
        return ORDER.compare(this, other);
    }
}
