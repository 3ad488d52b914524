/**
 * Made for tests of any room that speaks HTTP: certificates that are wrong in every way one asks for, a TLS client that
 * sends exactly the bytes it is given, and a listener with its parts. Published in the test-jar; never in a product.
 */
@NullMarked
package dev.exhibit.boundary.testing;

import org.jspecify.annotations.NullMarked;
