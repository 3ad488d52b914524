package dev.exhibit.boundary.fetch;

import dev.exhibit.boundary.fetch.FetchException.Reason;
import dev.exhibit.crypto.encoding.MalformedException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL that may be fetched, in the one form that is taken: no user, no fragment, a host in one spelling, visible ASCII
 * only. Two programs that read it cannot see two hosts in it.
 *
 * @param origin scheme, host and port
 * @param target path and query, as the request line has them
 */
public record FetchUrl(Origin origin, String target) {
    private static final int MAX_LENGTH = 2048;
    private static final Pattern FORM = Pattern.compile("(?<origin>[a-z]{1,8}://[^/?#@\\\\]{1,262})(?<target>/[^#]*)?");
    private static final Pattern TARGET = Pattern.compile("/[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*");

    public FetchUrl {
        if (!TARGET.matcher(target).matches()) {
            throw refused("path and query are visible ASCII, other characters percent-encoded");
        }
    }

    /** @throws FetchException with {@link Reason#URL} for any other form */
    public static FetchUrl parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (text.length() > MAX_LENGTH || !parts.matches()) {
            throw refused("expected https://host/path without user and fragment");
        }
        String target = parts.group("target");
        return new FetchUrl(origin(parts.group("origin")), target == null ? "/" : target);
    }

    /** Where a {@code Location} header leads: an absolute URL, or a path on the same origin. */
    public FetchUrl resolve(String location) {
        boolean sameOrigin = location.startsWith("/") && !location.startsWith("//");
        return sameOrigin ? new FetchUrl(origin, location) : parse(location);
    }

    /** The whole URL. */
    public String text() {
        return origin + target;
    }

    /** Without path and query, which may tell more than a log should. */
    @Override
    public String toString() {
        return origin.toString();
    }

    private static Origin origin(String text) {
        try {
            return Origin.parse(text);
        } catch (MalformedException refused) {
            throw refused(refused.detail());
        }
    }

    private static FetchException refused(String why) {
        return new FetchException(Reason.URL, why);
    }
}
