package dev.exhibit.crypto.tlog;

import dev.exhibit.crypto.digest.HashAlgorithm;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.encoding.Pem;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.KeyDetails;
import dev.exhibit.crypto.key.SignatureAlgorithm;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.tlog.EntryBody.Generation;
import dev.exhibit.crypto.tlog.EntryBody.Subject;
import dev.exhibit.crypto.tlog.EntryBody.VerifierKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Reads the bodies of the five kinds of entry that bundles have: Rekor v1 {@code hashedrekord} 0.0.1, {@code dsse} 0.0.1,
 * {@code intoto} 0.0.2 (rekor, pkg/types) and Rekor v2 {@code hashedrekord} and {@code dsse} 0.0.2 (rekor-tiles,
 * api/proto). Unknown members are refused.
 */
public final class EntryBodyReader {
    private EntryBodyReader() {}

    /** @throws MalformedException unless the body is of the kind and version that {@code entry} names */
    public static EntryBody read(LogEntry entry) {
        ObjectReader body = JsonReader.readObject(entry.body(), JsonLimits.BODY);
        requireEqual(body, "kind", entry.kind());
        requireEqual(body, "apiVersion", entry.version());
        ObjectReader spec = body.object("spec");
        EntryBody read = switch (entry.kind() + " " + entry.version()) {
            case "hashedrekord 0.0.1" -> hashedRekord(spec);
            case "dsse 0.0.1" -> dsse(spec);
            case "intoto 0.0.2" -> intoto(spec);
            case "hashedrekord 0.0.2" -> hashedRekordV2(spec.object("hashedRekordV002"));
            case "dsse 0.0.2" -> dsseV2(spec.object("dsseV002"));
            default ->
                throw new MalformedException(
                        Reason.UNSUPPORTED, "/kind", "an entry " + entry.kind() + " " + entry.version());
        };
        spec.end();
        body.end();
        return read;
    }

    private static EntryBody hashedRekord(ObjectReader spec) {
        ObjectReader data = spec.object("data");
        Hash hash = hexHash(data.object("hash"));
        data.end();
        ObjectReader signature = spec.object("signature");
        ObjectReader publicKey = signature.object("publicKey");
        SignatureBytes content = signature(signature, "content");
        Verifier verifier = publicKey.parsed("content", EntryBodyReader::pemVerifier);
        publicKey.end();
        signature.end();
        return hash.body(Generation.REKOR_V1, Subject.SIGNED_BYTES, content, verifier);
    }

    private static EntryBody dsse(ObjectReader spec) {
        Hash payload = hexHash(spec.object("payloadHash"));
        hexHash(spec.object("envelopeHash"));
        ObjectReader only = only(spec);
        SignatureBytes content = signature(only, "signature");
        Verifier verifier = only.parsed("verifier", EntryBodyReader::pemVerifier);
        only.end();
        return payload.body(Generation.REKOR_V1, Subject.PAYLOAD, content, verifier);
    }

    private static EntryBody intoto(ObjectReader spec) {
        ObjectReader content = spec.object("content");
        hexHash(content.object("hash"));
        Hash payload = hexHash(content.object("payloadHash"));
        ObjectReader envelope = content.object("envelope");
        envelope.text("payloadType");
        ObjectReader only = only(envelope);
        only.optionalText("keyid");
        SignatureBytes signature = only.parsed("sig", EntryBodyReader::twiceEncoded);
        Verifier verifier = only.parsed("publicKey", EntryBodyReader::pemVerifier);
        only.end();
        envelope.end();
        content.end();
        return payload.body(Generation.REKOR_V1, Subject.PAYLOAD, signature, verifier);
    }

    private static EntryBody hashedRekordV2(ObjectReader spec) {
        Hash hash = base64Hash(spec.object("data"));
        ObjectReader signature = spec.object("signature");
        SignatureBytes content = signature(signature, "content");
        Verifier verifier = verifier(signature.object("verifier"));
        signature.end();
        spec.end();
        return hash.body(Generation.REKOR_V2, Subject.SIGNED_BYTES, content, verifier);
    }

    private static EntryBody dsseV2(ObjectReader spec) {
        Hash payload = base64Hash(spec.object("payloadHash"));
        ObjectReader only = only(spec);
        SignatureBytes content = signature(only, "content");
        Verifier verifier = verifier(only.object("verifier"));
        only.end();
        spec.end();
        return payload.body(Generation.REKOR_V2, Subject.PAYLOAD, content, verifier);
    }

    private record Hash(HashAlgorithm algorithm, Bytes value) {
        Hash {
            if (value.size() != algorithm.size()) {
                throw new MalformedException(Reason.BAD_VALUE, "a hash has the length of its algorithm");
            }
        }

        EntryBody body(Generation generation, Subject subject, SignatureBytes signature, Verifier verifier) {
            return new EntryBody(
                    generation,
                    subject,
                    algorithm,
                    value,
                    signature,
                    verifier.encoded(),
                    verifier.kind(),
                    verifier.signedWith());
        }
    }

    private record Verifier(Bytes encoded, VerifierKind kind, Optional<SignatureAlgorithm> signedWith) {}

    private static Hash hexHash(ObjectReader reader) {
        HashAlgorithm algorithm = algorithm(reader.text("algorithm"), "");
        Bytes value = reader.parsed("value", Hex::decode);
        reader.end();
        return new Hash(algorithm, value);
    }

    private static Hash base64Hash(ObjectReader reader) {
        HashAlgorithm algorithm = algorithm(reader.text("algorithm"), "SHA2_");
        Bytes value = reader.parsed("digest", StrictBase64::decode);
        reader.end();
        return new Hash(algorithm, value);
    }

    private static HashAlgorithm algorithm(String name, String prefix) {
        for (HashAlgorithm known : HashAlgorithm.values()) {
            String bits = known.name().substring("SHA".length());
            if (name.equals(prefix.isEmpty() ? "sha" + bits : prefix + bits)) {
                return known;
            }
        }
        throw new MalformedException(Reason.UNSUPPORTED, "hash algorithm of an entry");
    }

    private static ObjectReader only(ObjectReader reader) {
        List<ObjectReader> signatures = reader.objects("signatures", 1);
        if (signatures.isEmpty()) {
            throw new MalformedException(Reason.MISSING_MEMBER, reader.pointerTo("signatures"), "no signature");
        }
        return signatures.getFirst();
    }

    private static SignatureBytes signature(ObjectReader reader, String name) {
        return new SignatureBytes(reader.parsed(name, StrictBase64::decode));
    }

    /** {@code intoto} holds the base64 text of a signature, again in base64. */
    private static SignatureBytes twiceEncoded(String text) {
        return new SignatureBytes(StrictBase64.decode(ascii(StrictBase64.decode(text))));
    }

    private static Verifier pemVerifier(String text) {
        String pem = ascii(StrictBase64.decode(text));
        return pem.startsWith("-----BEGIN CERTIFICATE")
                ? new Verifier(Pem.decode("CERTIFICATE", pem), VerifierKind.CERTIFICATE, Optional.empty())
                : new Verifier(Pem.decode("PUBLIC KEY", pem), VerifierKind.PUBLIC_KEY, Optional.empty());
    }

    private static Verifier verifier(ObjectReader reader) {
        SignatureAlgorithm algorithm = reader.parsed("keyDetails", KeyDetails::algorithm);
        boolean certificate = reader.names().contains("x509Certificate");
        ObjectReader holder = reader.object(certificate ? "x509Certificate" : "publicKey");
        Bytes encoded = holder.parsed("rawBytes", StrictBase64::decode);
        holder.end();
        reader.end();
        VerifierKind kind = certificate ? VerifierKind.CERTIFICATE : VerifierKind.PUBLIC_KEY;
        return new Verifier(encoded, kind, Optional.of(algorithm));
    }

    private static void requireEqual(ObjectReader body, String name, String expected) {
        if (!body.text(name).equals(expected)) {
            throw new MalformedException(Reason.BAD_VALUE, body.pointerTo(name), "expected " + expected);
        }
    }

    private static String ascii(Bytes bytes) {
        return new String(bytes.toArray(), StandardCharsets.ISO_8859_1);
    }
}
