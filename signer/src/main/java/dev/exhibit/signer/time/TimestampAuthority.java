package dev.exhibit.signer.time;

import dev.exhibit.boundary.clock.ClockWatch;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.pki.LocalTimestamping;
import dev.exhibit.boundary.pki.LocalTimestamping.Stamping;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.timestamp.TimestampQuery;
import dev.exhibit.crypto.timestamp.TimestampResponse;
import dev.exhibit.crypto.timestamp.TimestampWriter;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.vault.SigningPermit;
import dev.exhibit.crypto.vault.Vault;
import dev.exhibit.crypto.vault.VaultUnavailableException;
import dev.exhibit.signer.Timestamps;
import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** Answers timestamp queries, and stamps what the signer signs. Thread-safe. */
public final class TimestampAuthority implements Timestamps {
    /**
     * The policy that every timestamp is made under. The arc is the one for documentation (RFC 5612): it names no other
     * authority's promises, and its numbers are small enough for clients that read 31 bits.
     */
    public static final String POLICY = "1.3.6.1.4.1.32473.3161";

    private final LocalTimestamping keys;
    private final Vault vault;
    private final ClockWatch watch;
    private final TimestampLedger ledger;
    private final SignatureChecker checker;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    /**
     * @param vault where the timestamp keys are, and no others
     * @param checker verifies every timestamp before it leaves
     * @param ids random; they become serial numbers
     */
    public TimestampAuthority(
            LocalTimestamping keys,
            Vault vault,
            ClockWatch watch,
            TimestampLedger ledger,
            SignatureChecker checker,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.keys = keys;
        this.vault = vault;
        this.watch = watch;
        this.ledger = ledger;
        this.checker = checker;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * The granted response to a query, DER. It is recorded when this returns.
     *
     * @param document a TimeStampReq (RFC 3161 section 2.4.1), DER
     * @throws MalformedException unless it is a query of the form that {@link TimestampQuery} says, under this policy or any
     * @throws ProblemException {@code unavailable} if the clock is not believed, or key or database cannot be used now
     */
    public Bytes stamp(Call call, Bytes document) {
        // 1. A query that can be granted; stamped.
        TimestampQuery query = query(document);
        Made made = make(query);

        // 2. Recorded before anybody has it.
        ledger.issued(call, made.serial(), query.imprint(), made.time());
        return made.response();
    }

    /** Stamps a signature of this installation; the signer records it where it keeps the signature. */
    @Override
    public List<Bytes> stamp(SignatureBytes signature) {
        return List.of(make(TimestampQuery.of(Hashing.of(signature.bytes()))).response());
    }

    /** Also before the first timestamp: who pins it then must know the key of the next. */
    @Override
    public TrustRoot trust() {
        var unused = current();
        return new TrustRoot(List.of(), List.of(), List.of(), keys.authorities());
    }

    /** Since when there is this authority. */
    public Instant since() {
        return trust().timestampAuthorities().stream()
                .map(key -> key.validFor().start())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private record Made(BigInteger serial, Instant time, Bytes response) {}

    private Made make(TimestampQuery query) {
        // 1. At a time that can be believed.
        watch.demandRight();
        Instant now = clock.instant();

        // 2. One use of the key, bound to this timestamp; verified with the published key.
        UUID id = ids.get();
        BigInteger serial = serial(id);
        Stamping key = current();
        Bytes response = new TimestampWriter(key.certificate(), POLICY)
                .grant(query, serial, now, digest -> sign(id, key, digest));
        requireValid(key, query, response);
        return new Made(serial, now, response);
    }

    private static TimestampQuery query(Bytes document) {
        TimestampQuery query = TimestampQuery.decode(document);
        if (!query.policy().map(POLICY::equals).orElse(true)) {
            throw new MalformedException(Reason.UNSUPPORTED, "the only policy is " + POLICY);
        }
        return query;
    }

    /** All bits of the id, read as a positive number. */
    private static BigInteger serial(UUID id) {
        BigInteger high = BigInteger.valueOf(id.getMostSignificantBits() >>> 1).shiftLeft(Long.SIZE);
        return high.add(new BigInteger(Long.toUnsignedString(id.getLeastSignificantBits())));
    }

    private Stamping current() {
        try {
            return keys.current();
        } catch (VaultUnavailableException failed) {
            throw unavailable(failed);
        }
    }

    private SignatureBytes sign(UUID id, Stamping key, Digest digest) {
        try {
            return vault.sign(new SigningPermit(id, key.key(), digest));
        } catch (VaultUnavailableException failed) {
            throw unavailable(failed);
        }
    }

    private static ProblemException unavailable(VaultUnavailableException failed) {
        return new ProblemException(ProblemCode.UNAVAILABLE, "the vault cannot make timestamps now", failed);
    }

    /** A timestamp that does not verify is a defect or an attack: it never leaves. */
    private void requireValid(Stamping key, TimestampQuery query, Bytes response) {
        try {
            TimestampResponse made = TimestampResponse.decode(response);
            made.verifySignedBy(key.certificate(), checker);
            if (!made.info().imprint().equals(query.imprint())) {
                throw new IllegalStateException("a timestamp is over another hash than was asked for");
            }
        } catch (BadSignatureException | MalformedException invalid) {
            throw new IllegalStateException("a timestamp of key " + key.key() + " does not verify", invalid);
        }
    }
}
