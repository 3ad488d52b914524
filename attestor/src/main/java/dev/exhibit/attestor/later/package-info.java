/** Attestations that are accepted while log or timestamps are out, and finished later. */
@NullMarked
package dev.exhibit.attestor.later;

import org.jspecify.annotations.NullMarked;
