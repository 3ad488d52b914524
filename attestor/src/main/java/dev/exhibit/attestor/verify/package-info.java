/**
 * Verification by the service: the offline verifier of everybody, with the tenant's trust root, and a signed summary of what it said.
 * What is judged comes from outside and is not trusted; the policy and the trust root are the caller's choice. Thread-safe.
 */
@NullMarked
package dev.exhibit.attestor.verify;

import org.jspecify.annotations.NullMarked;
