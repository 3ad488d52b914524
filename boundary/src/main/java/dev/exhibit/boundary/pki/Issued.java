package dev.exhibit.boundary.pki;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A certificate in its place.
 *
 * @param keyStore PKCS#12 with the private key and the chain, 0600
 * @param certificate the certificate alone, PEM
 * @param end when it stops being valid
 * @param fresh whether it was issued just now; a server that runs must load it again
 */
public record Issued(Path keyStore, Path certificate, Instant end, boolean fresh) {}
