/**
 * Statements about whether a product is affected by a flaw: OpenVEX and CycloneDX documents, split into observations that
 * never change. Used by derivation and explain. Pure: no clock, no randomness, no locale, no network, no files. Documents
 * come from outside and are not trusted: who is named as their author need not be. Immutable, so thread-safe.
 */
@NullMarked
package dev.exhibit.evidence.vex;

import org.jspecify.annotations.NullMarked;
