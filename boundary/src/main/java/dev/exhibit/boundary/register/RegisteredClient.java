package dev.exhibit.boundary.register;

import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.jose.JwkSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Somebody who may be given access tokens.
 *
 * @param id {@code client_id}: 1 to 128 of {@code A-Z a-z 0-9 . _ : / @ -}; of one tenant for ever
 * @param tenant whose it is
 * @param role what its tokens may at most allow
 * @param keys what it may sign assertions with; none if it makes none
 * @param enabled whether it is in use, and its tenant
 * @param identities what its certificates may say, besides the short-lived ones of jobs
 */
public record RegisteredClient(
        String id, TenantId tenant, Role role, JwkSet keys, boolean enabled, Set<ServiceIdentity> identities) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:/@-]{1,128}");
    /** The most keys of one client: two while it changes from one to the next, and some to spare. */
    public static final int MAX_KEYS = 4;

    /** @throws MalformedException for another form of id, or more than four keys */
    public RegisteredClient {
        requireId(id);
        if (keys.keys().size() > MAX_KEYS) {
            throw new MalformedException(Reason.BAD_VALUE, "a client has at most " + MAX_KEYS + " keys");
        }
        identities = Set.copyOf(identities);
    }

    /** Whether a client could be called that. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** @throws MalformedException unless {@code text} could be a client's id */
    public static String requireId(String text) {
        if (!isId(text)) {
            throw new MalformedException(Reason.BAD_VALUE, "a client id has 1 to 128 of A-Z a-z 0-9 . _ : / @ -");
        }
        return text;
    }
}
