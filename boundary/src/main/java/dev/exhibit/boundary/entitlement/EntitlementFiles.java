package dev.exhibit.boundary.entitlement;

import java.nio.file.Path;

/**
 * Where the entitlements are.
 *
 * @param file a DSSE envelope, absolute
 * @param key the public key of who signs it, PEM, absolute
 */
public record EntitlementFiles(Path file, Path key) {}
