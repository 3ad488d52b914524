package dev.exhibit.authority;

import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.jose.JwkSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Somebody to whom tokens are issued.
 *
 * @param id {@code client_id}: 1 to 128 of {@code A-Z a-z 0-9 . _ : / @ -}
 * @param tenant the only one that its tokens are for
 * @param identities what its certificates may say; with none it cannot use a certificate
 * @param role what its tokens may at most allow
 * @param keys what its assertions may be signed with: two while it changes from one to the next, none if it makes none
 * @param enabled whether it is issued anything
 */
public record Client(
        String id, TenantId tenant, Set<ServiceIdentity> identities, Role role, JwkSet keys, boolean enabled) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:/@-]{1,128}");
    private static final int MAX_KEYS = 4;

    public Client {
        identities = Set.copyOf(identities);
        if (!isId(id)) {
            throw new IllegalArgumentException("a client id has 1 to 128 of A-Z a-z 0-9 . _ : / @ -");
        }
        if (keys.keys().size() > MAX_KEYS) {
            throw new IllegalArgumentException("a client has at most " + MAX_KEYS + " keys");
        }
    }

    /** @throws MalformedException unless a client could be called that */
    public static String requireId(String text) {
        if (!isId(text)) {
            throw new MalformedException(Reason.BAD_VALUE, "a client id has 1 to 128 of A-Z a-z 0-9 . _ : / @ -");
        }
        return text;
    }

    /** Whether a client could be called that. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }
}
