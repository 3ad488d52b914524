package dev.exhibit.signer.time;

import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.crypto.trust.Authority;
import java.util.List;
import java.util.Optional;

/**
 * A timestamp authority of somebody else.
 *
 * @param name 1 to 63 of {@code a-z 0-9 -}
 * @param url where it is asked
 * @param keys one for each of its keys that is believed, earlier ones too
 * @param policy that its timestamps must be made under, where one is wanted
 * @param asked whether it is; else only its earlier timestamps are believed
 */
public record ExternalAuthority(
        String name, FetchUrl url, List<Authority> keys, Optional<String> policy, boolean asked) {
    public ExternalAuthority {
        keys = List.copyOf(keys);
    }
}
