package dev.exhibit.evidence.mention;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.evidence.EvidenceKind;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Which documents name which package, for each tenant. Evidence of a {@linkplain Mentions#KINDS kind that is read} is due from
 * the transaction that registers it until {@link #put}. Thread-safe; every method may throw {@code unavailable}.
 */
public interface MentionIndex {
    /** A document whose packages are not here yet. */
    record Due(Digest document, EvidenceKind kind) {}

    /** Those that may be tried at {@code now}, longest due first; at most {@code max}. */
    List<Due> due(TenantId tenant, Instant now, int max);

    /** How many are due, whenever they may be tried; at most {@code max} are counted. */
    int countDue(TenantId tenant, int max);

    /** Keeps what a document names, once; it is not due any more. */
    void put(TenantId tenant, Digest document, Collection<Mention> mentions);

    /** The document could not be read: it is due again at {@code after}. */
    void later(TenantId tenant, Digest document, Instant after);

    /**
     * That a document names a package.
     *
     * @param place where it stands in the document's mentions
     * @param subjects what the document speaks of
     */
    record Named(Digest document, int place, String purl, SortedSet<Digest> subjects) {}

    /**
     * What is asked.
     *
     * @param kind of the documents
     * @param key of the package
     * @param version key of it, if only one is asked for
     * @param after where the page before ended
     */
    record Asked(EvidenceKind kind, Digest key, Optional<Digest> version, Optional<At> after) {}

    /** A place among what names a package. */
    record At(Digest document, int place) {}

    /** Who names a package, by document and place; at most {@code max}. */
    List<Named> named(TenantId tenant, Asked asked, int max);

    /**
     * A document that names what another one contains.
     *
     * @param purl of what is contained, or one of several
     */
    record Touching(Digest document, EvidenceKind kind, Instant storedAt, String purl) {}

    /**
     * Advisories and observations registered at {@code since} or later that name a package which an SBOM of {@code artifact} contains,
     * oldest first; at most {@code max}. Whether they are about the version that is contained is not looked at.
     */
    List<Touching> touching(TenantId tenant, Digest artifact, Instant since, int max);
}
