package dev.exhibit.evidence;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is said of a stored blob. What it is never changes; what it speaks of and points to may grow, because one document
 * can be evidence for many artifacts.
 *
 * @param digest the blob
 * @param kind what it is
 * @param mediaType the form of its bytes
 * @param predicateType the type of an attestation's claim; nothing else has one
 * @param subjects the artifacts that it speaks of, 1 to {@value #MAX_SUBJECTS}
 * @param links what it points to, at most {@value #MAX_LINKS}
 */
public record Registration(
        Digest digest,
        EvidenceKind kind,
        MediaType mediaType,
        Optional<String> predicateType,
        SortedSet<Digest> subjects,
        SortedSet<Link> links) {
    public static final int MAX_SUBJECTS = 1024;
    public static final int MAX_LINKS = 1024;

    public Registration {
        subjects = Collections.unmodifiableSortedSet(new TreeSet<>(subjects));
        links = Collections.unmodifiableSortedSet(new TreeSet<>(links));
        if (subjects.isEmpty() || subjects.size() > MAX_SUBJECTS) {
            throw new MalformedException(
                    Reason.BAD_VALUE, "/subjects", "evidence speaks of 1 to " + MAX_SUBJECTS + " artifacts");
        }
        if (links.size() > MAX_LINKS) {
            throw new MalformedException(Reason.BAD_VALUE, "/links", "evidence has at most " + MAX_LINKS + " links");
        }
    }

    /** Evidence that is no attestation. */
    public static Registration of(
            Digest digest, EvidenceKind kind, MediaType mediaType, Set<Digest> subjects, Set<Link> links) {
        return new Registration(
                digest, kind, mediaType, Optional.empty(), new TreeSet<>(subjects), new TreeSet<>(links));
    }

    /**
     * This and what {@code more} adds to it.
     *
     * @throws ProblemException {@code wrong_state} where the two contradict each other, or are too much together
     */
    Registration grownBy(Registration more) {
        requireEqual("kind", kind.wire(), more.kind.wire());
        requireEqual("media type", mediaType, more.mediaType);
        requireEqual("predicate type", predicateType, more.predicateType);
        SortedSet<Digest> allSubjects = union(subjects, more.subjects);
        SortedSet<Link> allLinks = union(links, more.links);
        requireAtMost(MAX_SUBJECTS, allSubjects.size(), "artifacts");
        requireAtMost(MAX_LINKS, allLinks.size(), "links");
        return new Registration(digest, kind, mediaType, predicateType, allSubjects, allLinks);
    }

    private void requireEqual(String what, Object here, Object there) {
        if (!here.equals(there)) {
            throw new ProblemException(ProblemCode.WRONG_STATE, digest + " is registered already with another " + what);
        }
    }

    private void requireAtMost(int max, int seen, String what) {
        if (seen > max) {
            throw new ProblemException(
                    ProblemCode.WRONG_STATE,
                    digest + " would have " + seen + " " + what + " in all, limit " + max + "; nothing was added");
        }
    }

    private static <T extends Comparable<T>> SortedSet<T> union(SortedSet<T> one, SortedSet<T> other) {
        SortedSet<T> all = new TreeSet<>(one);
        all.addAll(other);
        return all;
    }
}
