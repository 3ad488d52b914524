/**
 * Keys in a hardware security module, or what speaks like one, through its PKCS#11 library (OASIS PKCS #11 version 2.40).
 * The calls go to the library by way of {@code java.lang.foreign}: the JDK's own provider cannot start a library again
 * that has lost its token, and takes a token that went away for one without keys. Built by the composition root. Trusts the
 * library, which runs in this process, and its token; one vault for a library in a process. Thread-safe.
 */
@NullMarked
package dev.exhibit.boundary.vault.pkcs11;

import org.jspecify.annotations.NullMarked;
