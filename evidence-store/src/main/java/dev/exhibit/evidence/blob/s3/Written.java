package dev.exhibit.evidence.blob.s3;

/**
 * An object as the server tells of it.
 *
 * @param size number of bytes
 * @param version what the server calls these bytes; empty where it has no versions
 * @param mark what its creator wrote beside it; empty for none
 * @param encrypted whether it lies as it was asked to lie
 */
record Written(long size, String version, String mark, boolean encrypted) {}
