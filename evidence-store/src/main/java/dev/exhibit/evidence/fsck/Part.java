package dev.exhibit.evidence.fsck;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * One of several parts of a check, which may run beside one another.
 *
 * @param number from 1; the first also looks at what cannot be divided
 * @param of how many parts there are, 1 to 256
 */
public record Part(int number, int of) {
    /** Everything. */
    public static final Part WHOLE = new Part(1, 1);

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,2})/([1-9][0-9]{0,2})");

    public Part {
        if (of < 1 || of > Span.PARTS || number < 1 || number > of) {
            throw new MalformedException(Reason.BAD_VALUE, "a part is 1/1 to 256/256");
        }
    }

    /** @throws MalformedException unless {@code text} is as {@code 2/8} */
    public static Part parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "a part is written 2/8");
        }
        return new Part(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
    }

    public boolean isFirst() {
        return number == 1;
    }

    /** Its digests in one piece, or in one for each first byte. */
    List<Shelf> shelves(boolean whole) {
        int first = (number - 1) * Span.PARTS / of;
        int last = number * Span.PARTS / of - 1;
        return whole
                ? List.of(new Shelf(first, last))
                : IntStream.rangeClosed(first, last)
                        .mapToObj(one -> new Shelf(one, one))
                        .toList();
    }

    @Override
    public String toString() {
        return number + "/" + of;
    }
}
