/**
 * The offline verifier: no network, no disk, no clock, no server. It trusts only the keys it is given and nothing in the
 * bundle, and answers with every check it made or with one refusal. The same code runs in the command line, the
 * attestor and the tests. Immutable, so thread-safe.
 */
@NullMarked
package dev.exhibit.crypto.verify;

import org.jspecify.annotations.NullMarked;
