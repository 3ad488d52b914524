package dev.exhibit.authority.enrolment;

import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.token.KeySource;

/**
 * The keys of those who vouch for CI jobs. Contract: the answer is about the key set at that place and no other, and
 * whoever it asks, it asks through the guard of outgoing fetches. Thread-safe.
 */
@FunctionalInterface
public interface IssuerKeys {
    KeySource at(FetchUrl url);
}
