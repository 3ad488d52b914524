package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.x509.Certificate;
import dev.exhibit.crypto.x509.CertificatePath;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Remembers which chains of the trust root hold among themselves: that does not change from bundle to bundle and costs as
 * much as a bundle's own signatures. Only chains of the trust root get here, so it stays small. Thread-safe.
 */
final class Chains {
    private final Set<Held> held = ConcurrentHashMap.newKeySet();

    private record Held(List<Certificate> authorities, String purpose) {}

    /** As {@link CertificatePath#requireChain}. */
    void require(List<Certificate> authorities, String purpose, SignatureChecker checker) {
        Held wanted = new Held(authorities, purpose);
        if (!held.contains(wanted)) {
            CertificatePath.requireChain(authorities, purpose, checker);
            held.add(wanted);
        }
    }

    /** The same for a path whose leaf is in the trust root, too. */
    void require(CertificatePath path, String purpose, SignatureChecker checker) {
        List<Certificate> whole = Stream.concat(Stream.of(path.leaf()), path.authorities().stream())
                .toList();
        Held wanted = new Held(whole, purpose);
        if (!held.contains(wanted)) {
            path.requireLeaf(purpose, checker);
            CertificatePath.requireChain(path.authorities(), purpose, checker);
            held.add(wanted);
        }
    }
}
