/**
 * Evidence in a bucket of an S3 server. The only package that sees the S3 client library; the composition root builds
 * {@link dev.exhibit.evidence.blob.s3.S3Objects} and the rest of the room knows the port alone.
 *
 * <p>The server is not trusted: it may lose bytes, change them, answer late, wrongly or not at all. The worst that may come of
 * it is a refusal: what it confirms carries our checksum, what it says of itself is proven by
 * {@link dev.exhibit.evidence.blob.s3.BucketDoctor}, and what it returns is checked by the reader. Its address is the
 * operator's, like the database's, and never a caller's: so the guard of outgoing fetches does not stand before it; in its
 * place redirects, proxies and surprising answers are refused, and every call is bounded in time and bytes. Thread-safe.
 */
@NullMarked
package dev.exhibit.evidence.blob.s3;

import org.jspecify.annotations.NullMarked;
