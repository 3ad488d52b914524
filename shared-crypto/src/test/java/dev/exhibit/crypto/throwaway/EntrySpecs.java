package dev.exhibit.crypto.throwaway;

import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Pem;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.SignatureBytes;
import java.util.List;

/**
 * The {@code spec} member of log entries of every kind.
 *
 * @param certificate whether {@code signer} is a certificate and not a public key
 * @param signer DER
 */
public record EntrySpecs(boolean certificate, Bytes signer) {
    public Json.Obj hashedRekordV2(Digest signed, SignatureBytes signature) {
        Json.Obj data = Json.object().with("algorithm", "SHA2_256").with("digest", StrictBase64.encode(signed.bytes()));
        return Json.object()
                .with("hashedRekordV002", Json.object().with("data", data).with("signature", signatureV2(signature)));
    }

    public Json.Obj dsseV2(Envelope envelope) {
        Json.Obj hash = Json.object()
                .with("algorithm", "SHA2_256")
                .with(
                        "digest",
                        StrictBase64.encode(Hashing.of(envelope.payload()).bytes()));
        return Json.object()
                .with(
                        "dsseV002",
                        Json.object()
                                .with("payloadHash", hash)
                                .with("signatures", Json.array(List.of(signatureV2(envelope.signature())))));
    }

    public Json.Obj hashedRekordV1(BundleContent.Message message) {
        Json.Obj publicKey = Json.object().with("content", pem());
        return Json.object()
                .with("data", Json.object().with("hash", hex(message.artifact())))
                .with(
                        "signature",
                        Json.object()
                                .with(
                                        "content",
                                        StrictBase64.encode(message.signature().bytes()))
                                .with("publicKey", publicKey));
    }

    public Json.Obj dsseV1(Envelope envelope) {
        Json.Obj only = Json.object()
                .with("signature", StrictBase64.encode(envelope.signature().bytes()))
                .with("verifier", pem());
        return Json.object()
                .with("envelopeHash", hex(Hashing.of(Bytes.utf8("some spelling"))))
                .with("payloadHash", hex(Hashing.of(envelope.payload())))
                .with("signatures", Json.array(List.of(only)));
    }

    public Json.Obj intotoV1(Envelope envelope) {
        String sig = StrictBase64.encode(envelope.signature().bytes());
        Json.Obj only = Json.object().with("publicKey", pem()).with("sig", StrictBase64.encode(Bytes.utf8(sig)));
        Json.Obj logged =
                Json.object().with("payloadType", envelope.payloadType()).with("signatures", Json.array(List.of(only)));
        return Json.object()
                .with(
                        "content",
                        Json.object()
                                .with("envelope", logged)
                                .with("hash", hex(Hashing.of(Bytes.utf8("some spelling"))))
                                .with("payloadHash", hex(Hashing.of(envelope.payload()))));
    }

    private Json.Obj signatureV2(SignatureBytes signature) {
        Json.Obj raw = Json.object().with("rawBytes", StrictBase64.encode(signer));
        Json.Obj verifier = Json.object()
                .with("keyDetails", "PKIX_ECDSA_P256_SHA_256")
                .with(certificate ? "x509Certificate" : "publicKey", raw);
        return Json.object()
                .with("content", StrictBase64.encode(signature.bytes()))
                .with("verifier", verifier);
    }

    private String pem() {
        return StrictBase64.encode(Bytes.utf8(Pem.encode(certificate ? "CERTIFICATE" : "PUBLIC KEY", signer)));
    }

    private static Json.Obj hex(Digest digest) {
        return Json.object().with("algorithm", "sha256").with("value", digest.hex());
    }
}
