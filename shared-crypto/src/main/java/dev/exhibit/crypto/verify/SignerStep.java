package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.bundle.VerificationMaterial.Signer;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.x509.Certificate;
import java.util.List;

/** Finds the key that must have signed. */
final class SignerStep {
    private SignerStep() {}

    /** Whose key it is. */
    sealed interface Known {
        VerificationKey key();

        /** One of the caller's keys. */
        record Managed(VerificationKey key) implements Known {}

        /** A certificate's, not yet trusted. */
        record Certified(Certificate certificate, List<Bytes> others) implements Known {
            @Override
            public VerificationKey key() {
                return certificate.key();
            }
        }
    }

    static Known find(Signer signer, Case given, Findings findings) {
        return switch (signer) {
            case Signer.ManagedKey named -> managed(named, given, findings);
            case Signer.CertificateChain chain -> new Known.Certified(certificate(chain.leaf()), chain.others());
        };
    }

    private static Known managed(Signer.ManagedKey named, Case given, Findings findings) {
        List<VerificationKey> keys = List.copyOf(given.trust().keys());
        VerificationKey key = keys.stream()
                .filter(candidate -> candidate.id().hint().equals(named.hint()))
                .findFirst()
                .or(() -> onlyKey(keys, given))
                .orElseThrow(() -> new Refusal(RefusalCode.KEY_UNKNOWN, trustedHints(keys), named.hint()));
        findings.held(Check.Name.KEY, key.id().hex());
        return new Known.Managed(key);
    }

    /** A hint is free text elsewhere. In a foreign bundle the one key that the caller names is tried, whatever the hint. */
    private static java.util.Optional<VerificationKey> onlyKey(List<VerificationKey> keys, Case given) {
        return keys.size() == 1 && !given.canonical()
                ? java.util.Optional.of(keys.getFirst())
                : java.util.Optional.empty();
    }

    private static Certificate certificate(Bytes encoded) {
        try {
            return new Certificate(encoded);
        } catch (MalformedException why) {
            if (isKey(encoded)) {
                throw new Refusal(RefusalCode.CERTIFICATE_IS_KEY, "an X.509 certificate", "a bare public key");
            }
            throw new Refusal(RefusalCode.CERTIFICATE_MALFORMED, "an X.509 certificate", why);
        }
    }

    private static boolean isKey(Bytes encoded) {
        try {
            new VerificationKey(encoded);
            return true;
        } catch (MalformedException notKey) {
            return false;
        }
    }

    private static String trustedHints(List<VerificationKey> trusted) {
        List<String> hints =
                trusted.stream().map(key -> key.id().hint()).sorted().toList();
        return "one of the " + hints.size() + " trusted keys" + (hints.size() == 1 ? ": " + hints.getFirst() : "");
    }
}
