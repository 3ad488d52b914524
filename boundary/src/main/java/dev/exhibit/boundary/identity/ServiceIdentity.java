package dev.exhibit.boundary.identity;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;

/**
 * Who a client certificate says its holder is: a SPIFFE id ({@code spiffe://trust-domain/path}) or a DNS name, taken
 * from the certificate's subject alternative name.
 *
 * @param value the name as the certificate gives it
 */
public record ServiceIdentity(String value) {
    private static final int MAX_LENGTH = 2048;

    public ServiceIdentity {
        boolean printable = value.chars().allMatch(c -> c > 0x20 && c < 0x7F);
        if (value.isEmpty() || value.length() > MAX_LENGTH || !printable) {
            throw new MalformedException(Reason.BAD_VALUE, "not a service identity");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
