/**
 * Finds secrets and personal data in a claim before it is signed and enters a log from which nothing can be taken out. Pure;
 * the rules are listed in {@code docs/spec/scan.md}. Every rule reads a text once, in time linear in its length.
 */
@NullMarked
package dev.exhibit.attestor.scan;

import org.jspecify.annotations.NullMarked;
