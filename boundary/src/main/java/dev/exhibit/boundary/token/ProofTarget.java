package dev.exhibit.boundary.token;

import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a proof may be used: {@code htu} without query and fragment, normalised as RFC 9449 section 4.3 says (RFC 3986
 * sections 6.2.2 and 6.2.3).
 *
 * @param origin scheme, host and port
 * @param path with escapes in one form and without dot segments
 */
record ProofTarget(Origin origin, String path) {
    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");

    /** @throws MalformedException unless {@code htu} is an absolute http or https URL without a user */
    static ProofTarget of(String htu) {
        try {
            URI uri = new URI(htu);
            String authority = uri.getRawAuthority();
            if (uri.getScheme() == null || authority == null || uri.getRawUserInfo() != null) {
                throw notAUrl();
            }
            String origin = uri.getScheme() + "://" + authority;
            return new ProofTarget(
                    Origin.parse(origin.toLowerCase(Locale.ROOT)),
                    path(uri.normalize().getRawPath()));
        } catch (URISyntaxException refused) {
            throw notAUrl();
        }
    }

    /** The path of a request line with its escapes in the same form; no route has dot segments. */
    static String path(String raw) {
        String unescaped = ESCAPE.matcher(raw).replaceAll(escape -> unescaped(escape.group()));
        return unescaped.isEmpty() ? "/" : unescaped;
    }

    private static String unescaped(String escape) {
        char c = (char) Integer.parseInt(escape.substring(1), 16);
        boolean unreserved = c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
        return unreserved ? Character.toString(c) : escape.toUpperCase(Locale.ROOT);
    }

    private static MalformedException notAUrl() {
        return new MalformedException(Reason.BAD_VALUE, "/htu", "not an absolute URL");
    }
}
