/**
 * The predicate types that may be attested and what each must hold. Pure; thread-safe.
 */
@NullMarked
package dev.exhibit.attestor.predicate;

import org.jspecify.annotations.NullMarked;
