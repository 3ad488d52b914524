package dev.exhibit.boundary.testing;

import java.util.List;

/**
 * The headers of one request that tell who asks.
 *
 * @param authorization values of {@code Authorization}
 * @param proofs values of {@code DPoP}
 */
public record Shown(List<String> authorization, List<String> proofs) {
    public static Shown nothing() {
        return new Shown(List.of(), List.of());
    }

    public static Shown bearer(String token) {
        return new Shown(List.of("Bearer " + token), List.of());
    }

    public static Shown proven(String token, String... proofs) {
        return new Shown(List.of("DPoP " + token), List.of(proofs));
    }
}
