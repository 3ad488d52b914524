package dev.exhibit.boundary.config;

import dev.exhibit.boundary.identity.TenantId;
import java.util.Optional;

/**
 * How long evidence of one class is kept at least, and then removed unless something else keeps it.
 *
 * @param kind a kind of evidence, or {@code blob} for bytes that are no evidence
 * @param days from 1
 * @param tenant for whom; for everybody who has no rule of their own for this class if it is absent
 */
public record RetentionRule(String kind, int days, Optional<TenantId> tenant) {
    /** A hundred years. */
    public static final int MOST_DAYS = 36_525;

    public RetentionRule {
        if (days < 1 || days > MOST_DAYS) {
            throw new IllegalArgumentException("1 to " + MOST_DAYS + " days");
        }
    }
}
