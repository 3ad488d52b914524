/**
 * What commands say and how they end: exit codes, one error mapping, human and JSON output. Not thread-safe.
 */
@NullMarked
package dev.exhibit.cli.terminal;

import org.jspecify.annotations.NullMarked;
