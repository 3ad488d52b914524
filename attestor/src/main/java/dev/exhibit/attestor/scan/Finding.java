package dev.exhibit.attestor.scan;

/**
 * Something that must not be signed; never the text itself.
 *
 * @param rule what it looks like
 * @param pointer where (RFC 6901); of the object, where a member's name is what was found; ends above a name that would
 *     itself be found, or is long
 */
public record Finding(ScanRule rule, String pointer) {}
