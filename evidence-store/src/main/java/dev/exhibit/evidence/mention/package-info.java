/**
 * Which documents name which package. The rows are a way to find documents and are made from them: what counts is the
 * documents, whose digests every answer has.
 */
@NullMarked
package dev.exhibit.evidence.mention;

import org.jspecify.annotations.NullMarked;
