package dev.exhibit.evidence.mention;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.sbom.SbomDocument;
import dev.exhibit.crypto.sbom.SbomPart;
import dev.exhibit.evidence.EvidenceKind;
import dev.exhibit.evidence.advisory.Advisory;
import dev.exhibit.evidence.advisory.Affected;
import dev.exhibit.evidence.version.Purl;
import dev.exhibit.evidence.vex.Observation;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads which packages a document names. */
public final class Mentions {
    /** Evidence that is read: SBOMs in both formats, advisories and observations. */
    public static final Set<EvidenceKind> KINDS = Collections.unmodifiableSet(
            EnumSet.of(EvidenceKind.SBOM, EvidenceKind.ADVISORY, EvidenceKind.VEX_OBSERVATION));

    private Mentions() {}

    /**
     * What {@code document} names, each once; parts without a package URL that can be read are not among it.
     *
     * @throws MalformedException for what is not of this kind
     */
    public static SortedSet<Mention> of(EvidenceKind kind, Bytes document) {
        Stream<Mention> mentions = switch (kind) {
            case SBOM -> components(SbomDocument.parse(document).parts());
            case ADVISORY -> affected(Advisory.parse(document));
            case VEX_OBSERVATION -> products(Observation.parse(document));
            default -> Stream.of();
        };
        return mentions.collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Mention> components(List<SbomPart> parts) {
        return parts.stream()
                .flatMap(part -> Stream.concat(
                        part.purls().stream().flatMap(purl -> readable(purl).stream()), components(part.parts())));
    }

    private static Stream<Mention> affected(List<Advisory> advisories) {
        return advisories.stream()
                .flatMap(advisory -> advisory.affected().stream())
                .map(Affected::packages)
                .flatMap(Set::stream)
                .map(Mention::of);
    }

    private static Stream<Mention> products(Observation observation) {
        return Stream.concat(observation.product().purl().stream(), observation.subcomponents().stream())
                .map(Mention::of);
    }

    private static Optional<Mention> readable(String purl) {
        try {
            return Optional.of(Mention.of(Purl.parse(purl)));
        } catch (MalformedException unreadable) {
            return Optional.empty();
        }
    }
}
