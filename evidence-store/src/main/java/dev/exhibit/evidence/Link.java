package dev.exhibit.evidence;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * A typed link from one piece of evidence to another, or to what is not kept here: the target need not exist.
 *
 * @param relation 1 to 63 of {@code a-z 0-9 -}
 * @param target what it points to
 */
public record Link(String relation, Digest target) implements Comparable<Link> {
    /** From what was computed to what it was computed from. */
    public static final String DERIVED_FROM = "derived-from";

    /** From a derivation record to its output. */
    public static final String PRODUCED = "produced";

    /** From an attestation to the Statement that it signs. */
    public static final String STATEMENT = "statement";

    /** From an attestation to a document that it signs by its digest. */
    public static final String REFERS_TO = "refers-to";

    /** From a verification summary to a bundle that was judged. */
    public static final String VERIFIED = "verified";

    /** From a verification summary to the policy that judged. */
    public static final String BY_POLICY = "by-policy";

    private static final Pattern RELATION = Pattern.compile("[a-z0-9-]{1,63}");
    private static final Comparator<Link> ORDER =
            Comparator.comparing(Link::relation).thenComparing(Link::target);

    public Link {
        if (!RELATION.matcher(relation).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "a relation is named with 1 to 63 of a-z 0-9 -");
        }
    }

    @Override
    public int compareTo(Link other) {
        return ORDER.compare(this, other);
    }
}
