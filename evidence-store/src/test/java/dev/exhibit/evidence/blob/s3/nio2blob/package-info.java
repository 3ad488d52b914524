/**
 * s3proxy as a program of its own, for tests that kill it. The package's name is not free: s3proxy tells by it that a store
 * of this kind keeps {@code If-None-Match}. Trusts whoever starts it; one thread.
 */
@NullMarked
package dev.exhibit.evidence.blob.s3.nio2blob;

import org.jspecify.annotations.NullMarked;
