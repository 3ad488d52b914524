package dev.exhibit.signer.time;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.encoding.Bytes;
import java.math.BigInteger;
import java.time.Instant;

/** Where every timestamp is recorded. Contract: durable when it returns. Thread-safe. */
public interface TimestampLedger {
    /**
     * Records a timestamp that is about to be given out.
     *
     * @param imprint the hash that was stamped
     * @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable}
     */
    void issued(Call call, BigInteger serial, Bytes imprint, Instant time);
}
