/**
 * Explain: how the components of an SBOM stand to advisories, given what others observed and a rule book, and why. Used by
 * derivation; its trace is evidence. Pure: no clock, no randomness, no locale, no network, no files; the time of evaluation is
 * an input. Documents come from outside and are not trusted. Immutable or for one thread, as each class says.
 */
@NullMarked
package dev.exhibit.evidence.explain;

import org.jspecify.annotations.NullMarked;
