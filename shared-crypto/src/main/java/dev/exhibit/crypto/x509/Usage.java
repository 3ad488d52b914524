package dev.exhibit.crypto.x509;

import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a certificate's key may be used for (RFC 5280 sections 4.2.1.3, 4.2.1.9 and 4.2.1.12).
 *
 * @param digitalSignature may sign data
 * @param certificates may sign certificates
 * @param authority is a certificate authority
 * @param pathLength how many authorities may follow below; 6 if nothing is said, as paths are no longer here
 * @param purposes the extended key usages in dotted form; empty if there are none
 */
public record Usage(
        boolean digitalSignature, boolean certificates, boolean authority, int pathLength, List<String> purposes) {
    private static final int DIGITAL_SIGNATURE = 1 << 31;
    private static final int KEY_CERT_SIGN = 1 << 26;
    private static final int MAX_PURPOSES = 16;
    private static final Set<String> KNOWN_CRITICAL =
            Set.of(Oids.KEY_USAGE, Oids.BASIC_CONSTRAINTS, Oids.EXTENDED_KEY_USAGE, Oids.SUBJECT_ALTERNATIVE_NAME);

    public Usage {
        purposes = List.copyOf(purposes);
    }

    /** @throws MalformedException if an extension is malformed, critical and unknown, or constrains names */
    public static Usage of(Certificate certificate) {
        certificate.extensions().forEach(Usage::requireKnown);
        int bits = certificate
                .extension(Oids.KEY_USAGE)
                .map(extension -> keyUsage(extension))
                .orElse(0);
        Optional<Integer> authority =
                certificate.extension(Oids.BASIC_CONSTRAINTS).flatMap(Usage::authority);
        List<String> purposes = certificate
                .extension(Oids.EXTENDED_KEY_USAGE)
                .map(Usage::purposes)
                .orElse(List.of());
        return new Usage(
                (bits & DIGITAL_SIGNATURE) != 0,
                (bits & KEY_CERT_SIGN) != 0,
                authority.isPresent(),
                authority.orElse(0),
                purposes);
    }

    private static void requireKnown(Extension extension) {
        boolean unknown = extension.critical() && !KNOWN_CRITICAL.contains(extension.oid());
        if (unknown || extension.oid().equals(Oids.NAME_CONSTRAINTS)) {
            throw new MalformedException(Reason.UNSUPPORTED, "certificate extension " + extension.oid());
        }
    }

    private static int keyUsage(Extension extension) {
        Der value = Der.of(extension.value());
        int bits = value.namedBits();
        value.end();
        return bits;
    }

    /** The path length of an authority; empty if the certificate is none. */
    private static Optional<Integer> authority(Extension extension) {
        Der fields = Der.ofSequence(extension.value());
        boolean authority = fields.defaultFalse();
        int length = CertificatePath.MAX_LENGTH;
        if (authority && fields.hasMore()) {
            length = fields.nonNegativeInteger()
                    .min(java.math.BigInteger.valueOf(length))
                    .intValue();
        }
        fields.end();
        return authority ? Optional.of(length) : Optional.empty();
    }

    private static List<String> purposes(Extension extension) {
        Der items = Der.ofSequence(extension.value());
        List<String> purposes = new ArrayList<>();
        while (items.hasMore()) {
            purposes.add(items.oid());
        }
        boolean once = new HashSet<>(purposes).size() == purposes.size();
        if (purposes.isEmpty() || purposes.size() > MAX_PURPOSES || !once) {
            throw new MalformedException(
                    Reason.BAD_VALUE, "extended key usages: 1 to " + MAX_PURPOSES + ", none twice");
        }
        return purposes;
    }
}
