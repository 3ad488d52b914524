package dev.exhibit.crypto.journal;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * A typed link from a piece of evidence.
 *
 * @param relation 1 to 63 of {@code a-z 0-9 -}
 * @param target what it points to
 */
public record ClaimLink(String relation, Digest target) implements Comparable<ClaimLink> {
    private static final Pattern RELATION = Pattern.compile("[a-z0-9-]{1,63}");
    private static final Comparator<ClaimLink> ORDER =
            Comparator.comparing(ClaimLink::relation).thenComparing(ClaimLink::target);

    public ClaimLink {
        if (!RELATION.matcher(relation).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "/relation", "1 to 63 of a-z 0-9 -");
        }
    }

    Json.Obj toJson() {
        return Json.object().with("relation", relation).with("target", target.toString());
    }

    static ClaimLink read(ObjectReader reader) {
        ClaimLink link = new ClaimLink(reader.text("relation"), reader.parsed("target", Digest::parse));
        reader.end();
        return link;
    }

    @Override
    public int compareTo(ClaimLink other) {
        return ORDER.compare(this, other);
    }
}
