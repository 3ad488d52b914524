package dev.exhibit.evidence.mention;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.evidence.EvidenceKind;
import dev.exhibit.evidence.mention.MentionIndex.Asked;
import dev.exhibit.evidence.mention.MentionIndex.At;
import dev.exhibit.evidence.mention.MentionIndex.Named;
import dev.exhibit.evidence.version.Purl;
import java.util.List;
import java.util.Optional;

/** Finds SBOMs that contain a package, and the artifacts that they speak of; a page at a time. */
public final class FindPackage {
    /** How many components one page has at most. */
    public static final int PAGE = 500;

    private final MentionIndex mentions;
    private final ReadMentions reading;

    public FindPackage(MentionIndex mentions, ReadMentions reading) {
        this.mentions = mentions;
        this.reading = reading;
    }

    /**
     * A page.
     *
     * @param components by digest of the SBOM; there may be fewer than asked for, and more on the next page
     * @param next where the next page begins, if there is one
     * @param unread how many documents have been registered whose packages have not been read yet
     */
    public record Page(List<Named> components, Optional<At> next, int unread) {
        public Page {
            components = List.copyOf(components);
        }
    }

    /**
     * Who contains what {@code asked} covers: the package in all versions, or in the one that is named; with the qualifiers
     * that are named.
     */
    public Page find(Call call, Purl asked, Optional<At> after, int limit) {
        // 1. What was registered just now is found, too.
        int unread = reading.catchUp(call.tenant());
        // 2. One more than asked for tells whether there are more.
        List<Named> found = mentions.named(
                call.tenant(),
                new Asked(
                        EvidenceKind.SBOM,
                        Mention.key(asked.name()),
                        asked.version().map(Mention::key),
                        after),
                limit + 1);
        List<Named> page = found.stream().limit(limit).toList();
        Optional<At> next = found.size() > limit
                ? Optional.of(new At(page.getLast().document(), page.getLast().place()))
                : Optional.empty();
        // 3. Qualifiers are compared here.
        return new Page(
                page.stream().filter(named -> covers(asked, named.purl())).toList(), next, unread);
    }

    private static boolean covers(Purl asked, String purl) {
        try {
            return asked.covers(Purl.parse(purl));
        } catch (MalformedException changed) {
            return false;
        }
    }
}
