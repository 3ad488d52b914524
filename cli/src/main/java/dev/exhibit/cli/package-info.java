/**
 * The {@code exhibit} command. Nothing depends on it. One class a command; {@code serve.Wiring} is the one place where
 * the rooms are joined.
 */
@NullMarked
package dev.exhibit.cli;

import org.jspecify.annotations.NullMarked;
