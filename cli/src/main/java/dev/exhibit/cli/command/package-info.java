/**
 * One class a command: parse, call the client or a pure function, render. Not thread-safe.
 */
@NullMarked
package dev.exhibit.cli.command;

import org.jspecify.annotations.NullMarked;
