/**
 * Bills of materials (CycloneDX, SPDX) as evidence: what they say about parts and who depends on whom, one canonical form,
 * the commitment to all parts and edges, and the check that a slice has only what was committed to. Any room may depend on
 * it; it trusts no input. Pure and immutable, so thread-safe. Formats: {@code docs/spec/sbom.md}.
 */
@NullMarked
package dev.exhibit.crypto.sbom;

import org.jspecify.annotations.NullMarked;
