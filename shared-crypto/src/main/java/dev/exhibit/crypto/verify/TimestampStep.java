package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.timestamp.TimestampResponse;
import dev.exhibit.crypto.trust.Authority;
import dev.exhibit.crypto.x509.Certificate;
import dev.exhibit.crypto.x509.CertificatePath;
import dev.exhibit.crypto.x509.Oids;
import java.time.Instant;

/** Checks RFC 3161 timestamps over the signature. Every one that is there must hold. */
final class TimestampStep {
    private TimestampStep() {}

    static void check(Bytes encoded, SignatureBytes signature, Case given, Findings findings) {
        TimestampResponse response = decode(encoded, given);
        Authority authority = authority(response, given);
        requireSigned(response, authority, given);
        requireImprint(response, signature);
        Instant time = response.info().time();
        requireInUse(authority, time, given);
        findings.at(new VerifiedTime(time, VerifiedTime.Source.TIMESTAMP_AUTHORITY, name(authority)));
        findings.held(Check.Name.TIMESTAMP, time + " by " + name(authority));
    }

    private static TimestampResponse decode(Bytes encoded, Case given) {
        try {
            TimestampResponse response = TimestampResponse.decode(encoded);
            if (given.canonical()) {
                response.requireBare();
            }
            return response;
        } catch (MalformedException why) {
            throw new Refusal(RefusalCode.TIMESTAMP_MALFORMED, "an RFC 3161 response in strict DER", why);
        }
    }

    /** The one whose certificate the signer names; where a renewed one has the same name, the one that signed. */
    private static Authority authority(TimestampResponse response, Case given) {
        return given.trust().root().timestampAuthorities().stream()
                .filter(candidate -> response.signer().names(candidate.chain().getFirst()))
                .filter(candidate -> candidate.chain().containsAll(response.certificates()))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        RefusalCode.TIMESTAMP_UNTRUSTED,
                        "a timestamp by one of the trust root's "
                                + given.trust().root().timestampAuthorities().size() + " authorities",
                        "another signer, serial number "
                                + response.signer().serial().toString(16)));
    }

    private static void requireSigned(TimestampResponse response, Authority authority, Case given) {
        Certificate signer = authority.chain().getFirst();
        try {
            requireSound(authority, given.chains(), given.checker());
        } catch (MalformedException | BadSignatureException why) {
            throw new Refusal(
                    RefusalCode.TIMESTAMP_UNTRUSTED,
                    "an authority whose chain is right",
                    String.valueOf(why.getMessage()));
        }
        try {
            response.verifySignedBy(signer, given.checker());
        } catch (MalformedException why) {
            throw new Refusal(RefusalCode.TIMESTAMP_MALFORMED, "a timestamp with a well-formed signature", why);
        } catch (BadSignatureException why) {
            throw new Refusal(
                    RefusalCode.TIMESTAMP_INVALID, "a signature by " + name(authority), "another signature or content");
        }
    }

    /** @throws MalformedException or BadSignatureException unless its chain is right for timestamps */
    static void requireSound(Authority authority, Chains chains, SignatureChecker checker) {
        chains.require(path(authority), Oids.TIME_STAMPING, checker);
        requireCriticalPurpose(authority.chain().getFirst());
    }

    private static CertificatePath path(Authority authority) {
        int length = authority.chain().size();
        return new CertificatePath(
                authority.chain().getFirst(), authority.chain().subList(1, length));
    }

    /** RFC 3161 section 2.3. */
    private static void requireCriticalPurpose(Certificate signer) {
        boolean critical = signer.extension(Oids.EXTENDED_KEY_USAGE)
                .map(extension -> extension.critical())
                .orElse(false);
        if (!critical) {
            throw new MalformedException(
                    MalformedException.Reason.BAD_VALUE, "the extended key usage of a timestamp authority is critical");
        }
    }

    private static void requireImprint(TimestampResponse response, SignatureBytes signature) {
        Bytes imprint = Hashing.of(response.info().algorithm(), signature.bytes());
        if (!response.info().imprint().equals(imprint)) {
            throw new Refusal(
                    RefusalCode.TIMESTAMP_OF_ANOTHER_SIGNATURE, "an imprint of this signature", "another imprint");
        }
    }

    private static void requireInUse(Authority authority, Instant time, Case given) {
        if (time.isAfter(given.now())) {
            throw new Refusal(RefusalCode.TIMESTAMP_IN_FUTURE, "a time up to " + given.now(), time.toString());
        }
        try {
            path(authority).requireValidAt(time);
        } catch (MalformedException why) {
            throw new Refusal(RefusalCode.TIMESTAMP_OUT_OF_USE, "certificates that are valid at " + time, why);
        }
        if (!authority.validFor().covers(time)) {
            throw new Refusal(RefusalCode.TIMESTAMP_OUT_OF_USE, "a time from " + authority.validFor(), time.toString());
        }
    }

    private static String name(Authority authority) {
        return authority.uri().isEmpty() ? authority.commonName() : authority.uri();
    }
}
