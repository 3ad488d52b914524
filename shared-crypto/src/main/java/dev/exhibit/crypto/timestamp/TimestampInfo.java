package dev.exhibit.crypto.timestamp;

import dev.exhibit.crypto.digest.HashAlgorithm;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.x509.SignatureIdentifier;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/**
 * What an authority signs (TSTInfo, RFC 3161 section 2.4.2), as far as it matters here.
 *
 * @param policy object identifier of what the authority promises
 * @param algorithm of the imprint
 * @param imprint hash of what was stamped
 * @param time when
 * @param nonce of the query, if it had one
 */
public record TimestampInfo(
        String policy, HashAlgorithm algorithm, Bytes imprint, Instant time, Optional<BigInteger> nonce) {
    public TimestampInfo {
        if (imprint.size() != algorithm.size()) {
            throw new MalformedException(Reason.BAD_VALUE, "an imprint has the length of its hash");
        }
    }

    static TimestampInfo read(Bytes document) {
        Der fields = Der.ofSequence(document);
        fields.exactly(1, "timestamp version");
        String policy = fields.oid();
        Der imprint = fields.sequence();
        HashAlgorithm algorithm = SignatureIdentifier.readHash(imprint.whole());
        Bytes hash = imprint.octetString();
        imprint.end();
        fields.nonNegativeInteger();
        Instant time = fields.generalizedTime();
        // Accuracy, ordering and the authority's name do not change the verdict; extensions might, so none.
        skip(fields, Der.SEQUENCE);
        fields.defaultFalse();
        Optional<BigInteger> nonce = fields.nextIs(Der.INTEGER)
                ? Optional.of(new BigInteger(fields.content(Der.INTEGER).toArray()))
                : Optional.empty();
        skip(fields, Der.context(0));
        fields.end();
        return new TimestampInfo(policy, algorithm, hash, time, nonce);
    }

    private static void skip(Der fields, int tag) {
        if (fields.nextIs(tag)) {
            fields.whole();
        }
    }
}
