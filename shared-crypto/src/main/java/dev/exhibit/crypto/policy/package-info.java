/**
 * Verification policies: what must be proven about an artifact before it may be used, as a file that is reviewed and
 * pinned, and the verdict over any number of bundles, which can be written as a SLSA verification summary. Any package
 * may depend on it; it trusts the policy and the trust root that it is given and no bundle. Immutable, so thread-safe.
 */
@NullMarked
package dev.exhibit.crypto.policy;

import org.jspecify.annotations.NullMarked;
