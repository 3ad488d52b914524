package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.digest.HashAlgorithm;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.key.SignatureAlgorithm;
import dev.exhibit.crypto.tlog.EntryBody;
import dev.exhibit.crypto.tlog.EntryBody.VerifierKind;
import dev.exhibit.crypto.tlog.EntryBodyReader;
import dev.exhibit.crypto.tlog.LogEntry;

/** Checks that a log entry is about this artifact, this signature and this signer. */
final class EntryBinding {
    private EntryBinding() {}

    static EntryBody check(LogEntry entry, BundleContent content, SignerStep.Known signer, Case given) {
        EntryBody body = read(entry);
        requireHash(body, content, given);
        if (!body.signature().equals(content.signature())) {
            throw new Refusal(
                    RefusalCode.LOG_ENTRY_OF_ANOTHER_SIGNATURE, "an entry with this signature", "another signature");
        }
        requireSigner(body, signer);
        return body;
    }

    private static EntryBody read(LogEntry entry) {
        try {
            return EntryBodyReader.read(entry);
        } catch (MalformedException why) {
            RefusalCode code = why.reason() == MalformedException.Reason.UNSUPPORTED
                    ? RefusalCode.LOG_ENTRY_UNSUPPORTED
                    : RefusalCode.LOG_ENTRY_MALFORMED;
            throw new Refusal(code, "an entry hashedrekord, dsse or intoto as its kind and version say", why);
        }
    }

    private static void requireHash(EntryBody body, BundleContent content, Case given) {
        Bytes expected = switch (body.subject()) {
            case SIGNED_BYTES -> signedHash(body.algorithm(), content, given);
            case PAYLOAD -> payloadHash(body.algorithm(), content);
        };
        if (!body.hash().equals(expected)) {
            throw new Refusal(RefusalCode.LOG_ENTRY_OF_ANOTHER_ARTIFACT, Hex.encode(expected), Hex.encode(body.hash()));
        }
    }

    private static Bytes signedHash(HashAlgorithm algorithm, BundleContent content, Case given) {
        return algorithm == HashAlgorithm.SHA256
                ? content.signedDigest().bytes()
                : Hashing.of(algorithm, SignatureStep.signedBytes(content, given));
    }

    private static Bytes payloadHash(HashAlgorithm algorithm, BundleContent content) {
        return switch (content) {
            case BundleContent.Dsse dsse ->
                Hashing.of(algorithm, dsse.envelope().payload());
            case BundleContent.Message ignored ->
                throw new Refusal(
                        RefusalCode.LOG_ENTRY_OF_ANOTHER_ARTIFACT, "an entry for an artifact", "one for an envelope");
        };
    }

    private static void requireSigner(EntryBody body, SignerStep.Known signer) {
        boolean same = switch (signer) {
            case SignerStep.Known.Managed managed ->
                body.verifierKind() == VerifierKind.PUBLIC_KEY
                        && body.verifier().equals(managed.key().spki());
            case SignerStep.Known.Certified certified ->
                body.verifierKind() == VerifierKind.CERTIFICATE
                        && body.verifier().equals(certified.certificate().encoded());
        };
        SignatureAlgorithm usual = SignatureAlgorithm.usual(signer.key().type());
        if (!same || body.signedWith().filter(named -> named != usual).isPresent()) {
            throw new Refusal(
                    RefusalCode.LOG_ENTRY_OF_ANOTHER_KEY,
                    "the key or certificate of this bundle",
                    "another " + body.verifierKind());
        }
    }
}
