package dev.exhibit.boundary.fetch;

import dev.exhibit.boundary.fetch.FetchException.Reason;
import dev.exhibit.crypto.encoding.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What to ask another server.
 *
 * @param method how
 * @param url where
 * @param headers beside those that every request has; they go to this origin and no other
 * @param body what is sent; nothing but with {@code POST} and {@code PUT}
 * @param maxBytes the most bytes of the answer's body; where it is read whole, the limit of the installation holds too
 * @param redirects how many redirects are followed: 0 unless asked for
 */
public record FetchOrder(
        Method method, FetchUrl url, Map<String, String> headers, Bytes body, long maxBytes, int redirects) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,63}");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7E]{0,8192}");

    /** The methods that are used. */
    public enum Method {
        GET,
        POST,
        PUT,
        DELETE;

        boolean hasBody() {
            return this == POST || this == PUT;
        }
    }

    public FetchOrder {
        headers.forEach(FetchOrder::requireHeader);
        headers = Map.copyOf(headers);
        if ((!method.hasBody() && body.size() > 0) || (method != Method.GET && redirects > 0)) {
            throw new IllegalArgumentException("only POST and PUT have a body, and only a GET follows redirects");
        }
    }

    /** Asks for a document of at most {@code maxBytes}, following no redirects. */
    public static FetchOrder get(FetchUrl url, long maxBytes) {
        return new FetchOrder(Method.GET, url, Map.of(), Bytes.empty(), maxBytes, 0);
    }

    /** Sends {@code body}. */
    public static FetchOrder post(FetchUrl url, String mediaType, Bytes body, int maxBytes) {
        return new FetchOrder(Method.POST, url, Map.of("Content-Type", mediaType), body, maxBytes, 0);
    }

    /** Puts {@code body} there. */
    public static FetchOrder put(FetchUrl url, String mediaType, Bytes body, int maxBytes) {
        return new FetchOrder(Method.PUT, url, Map.of("Content-Type", mediaType), body, maxBytes, 0);
    }

    /** Has something deleted. */
    public static FetchOrder delete(FetchUrl url, int maxBytes) {
        return new FetchOrder(Method.DELETE, url, Map.of(), Bytes.empty(), maxBytes, 0);
    }

    /** A copy with one more header. */
    public FetchOrder with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new FetchOrder(method, url, more, body, maxBytes, redirects);
    }

    /** A copy that follows so many redirects. */
    public FetchOrder following(int times) {
        return new FetchOrder(method, url, headers, body, maxBytes, times);
    }

    /** The same order at the place where a redirect leads: never from TLS to plain, never with headers to others. */
    FetchOrder redirectedTo(FetchUrl place) {
        boolean plainer =
                url.origin().scheme() == Origin.Scheme.HTTPS && place.origin().scheme() == Origin.Scheme.HTTP;
        if (redirects == 0 || plainer) {
            throw new FetchException(Reason.REDIRECT, url + " redirects to " + place + ", which is not followed");
        }
        Map<String, String> kept = place.origin().equals(url.origin()) ? headers : Map.of();
        return new FetchOrder(method, place, kept, body, maxBytes, redirects - 1);
    }

    /** Without headers and body, which may hold secrets. */
    @Override
    public String toString() {
        return method + " " + url;
    }

    private static void requireHeader(String name, String value) {
        if (!NAME.matcher(name).matches() || !VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("not a header that can be sent");
        }
    }
}
