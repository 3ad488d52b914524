/**
 * A Sigstore for tests, made and thrown away in memory: certificate authority, certificate log, timestamp authority, logs
 * of both generations with witnesses, and bundles of every kind. It can be told to do wrong. Published in the test-jar.
 */
@NullMarked
package dev.exhibit.crypto.throwaway;

import org.jspecify.annotations.NullMarked;
