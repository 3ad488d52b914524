package dev.exhibit.evidence.mention;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.version.PackageName;
import dev.exhibit.evidence.version.Purl;
import java.util.Comparator;
import java.util.Optional;

/**
 * That a document names a package.
 *
 * @param name which package
 * @param version which version of it; absent for all of them, or some that the document describes otherwise
 * @param purl as a package URL, in canonical form; empty where the document names it in another way
 */
public record Mention(PackageName name, Optional<String> version, String purl) implements Comparable<Mention> {
    private static final Comparator<Mention> ORDER = Comparator.comparing(Mention::name)
            .thenComparing(mention -> mention.version().orElse(""))
            .thenComparing(Mention::purl);

    static Mention of(Purl purl) {
        return new Mention(purl.name(), purl.version(), purl.text());
    }

    static Mention of(PackageName name) {
        return new Mention(name, Optional.empty(), "");
    }

    /** By which a package is looked for, however long its name is: SHA-256 of its type and name. */
    public static Digest key(PackageName name) {
        return Hashing.of(Bytes.utf8(name.toString()));
    }

    /** The same for a version. */
    public static Digest key(String version) {
        return Hashing.of(Bytes.utf8(version));
    }

    @Override
    public int compareTo(Mention other) {
        return ORDER.compare(this, other);
    }
}
