package dev.exhibit.crypto.timestamp;

import dev.exhibit.crypto.digest.HashAlgorithm;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.x509.SignatureIdentifier;
import java.time.Instant;

/**
 * What an authority signs (TSTInfo, RFC 3161 section 2.4.2), as far as it matters here.
 *
 * @param algorithm of the imprint
 * @param imprint hash of what was stamped
 * @param time when
 */
public record TimestampInfo(HashAlgorithm algorithm, Bytes imprint, Instant time) {
    public TimestampInfo {
        if (imprint.size() != algorithm.size()) {
            throw new MalformedException(Reason.BAD_VALUE, "an imprint has the length of its hash");
        }
    }

    static TimestampInfo read(Bytes document) {
        Der fields = Der.ofSequence(document);
        fields.exactly(1, "timestamp version");
        fields.oid();
        Der imprint = fields.sequence();
        HashAlgorithm algorithm = SignatureIdentifier.readHash(imprint.whole());
        Bytes hash = imprint.octetString();
        imprint.end();
        fields.nonNegativeInteger();
        Instant time = fields.generalizedTime();
        skipOptional(fields);
        fields.end();
        return new TimestampInfo(algorithm, hash, time);
    }

    /** Accuracy, ordering, nonce and the authority's name do not change the verdict; extensions might, so none. */
    private static void skipOptional(Der fields) {
        if (fields.nextIs(Der.SEQUENCE)) {
            fields.whole();
        }
        fields.defaultFalse();
        if (fields.nextIs(Der.INTEGER)) {
            fields.whole();
        }
        if (fields.nextIs(Der.context(0))) {
            fields.whole();
        }
    }
}
