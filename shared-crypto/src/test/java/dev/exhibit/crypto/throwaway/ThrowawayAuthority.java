package dev.exhibit.crypto.throwaway;

import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.DerWriter;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.trust.Authority;
import dev.exhibit.crypto.trust.TransparencyLog;
import dev.exhibit.crypto.trust.ValidFor;
import dev.exhibit.crypto.x509.Certificate;
import dev.exhibit.crypto.x509.Oids;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/** A certificate authority with an intermediate, and the certificate log it shows its certificates to. */
public final class ThrowawayAuthority {
    private static final String LOG_URL = "https://ct.throwaway.example";

    private final ThrowawayKey root = ThrowawayKey.p384();
    private final ThrowawayKey intermediate = ThrowawayKey.p256();
    private final ThrowawayKey certificateLog = ThrowawayKey.p256();
    private final Certificate rootCertificate;
    private final Certificate intermediateCertificate;
    private final Instant start;

    /** @param start from when everything is valid, for ten years */
    public ThrowawayAuthority(Instant start) {
        this.start = start;
        CertificateWriter authority = new CertificateWriter(start, start.plusSeconds(315_360_000L))
                .authority()
                .names("root", "root");
        this.rootCertificate = authority.sign(root.published(), root);
        this.intermediateCertificate = authority.names("intermediate", "root").sign(intermediate.published(), root);
    }

    public Authority trusted() {
        return trusted(ValidFor.from(start));
    }

    public Authority trusted(ValidFor validFor) {
        return new Authority(
                "throwaway",
                "intermediate",
                "https://ca.throwaway.example",
                List.of(intermediateCertificate, rootCertificate),
                validFor);
    }

    public TransparencyLog trustedLog() {
        return trustedLog(ValidFor.from(start));
    }

    public TransparencyLog trustedLog(ValidFor validFor) {
        return TransparencyLog.of(LOG_URL, certificateLog.published(), validFor);
    }

    /** A certificate as Fulcio would issue it: ten minutes, one identity, one certificate timestamp. */
    public Certificate issue(VerificationKey key, String identity, String issuer, Instant from) {
        return issue(leaf(identity, issuer, from), key, from, certificateLog);
    }

    /** The same without a certificate timestamp. */
    public Certificate issueUnlogged(VerificationKey key, String identity, String issuer, Instant from) {
        return leaf(identity, issuer, from).sign(key, intermediate);
    }

    /** Any certificate, with a timestamp of {@code seen} by {@code log}. */
    public Certificate issue(CertificateWriter writer, VerificationKey key, Instant seen, ThrowawayKey log) {
        return issue(writer, key, seen, log, Bytes.empty());
    }

    /** The same with extensions in the timestamp, as tile logs have them. */
    public Certificate issue(
            CertificateWriter writer, VerificationKey key, Instant seen, ThrowawayKey log, Bytes extensions) {
        Bytes unlogged = writer.sign(key, intermediate).bodyWithout(Oids.CERTIFICATE_TIMESTAMPS);
        return writer.extension(Oids.CERTIFICATE_TIMESTAMPS, false, timestamps(unlogged, seen, log, extensions))
                .sign(key, intermediate);
    }

    /** Any certificate, signed as it is. */
    public Certificate sign(CertificateWriter writer, VerificationKey key) {
        return writer.sign(key, intermediate);
    }

    /** What {@link #issue} starts from, to be changed. */
    public CertificateWriter leaf(String identity, String issuer, Instant from) {
        Bytes uri = DerWriter.element(Der.primitive(6), Bytes.utf8(identity));
        return new CertificateWriter(from, from.plusSeconds(600))
                .names("", "intermediate")
                .usage(Oids.CODE_SIGNING, false)
                .extension(Oids.SUBJECT_ALTERNATIVE_NAME, true, DerWriter.element(Der.SEQUENCE, uri))
                .extension(Oids.ISSUER, false, DerWriter.element(Der.UTF8_STRING, Bytes.utf8(issuer)));
    }

    public ThrowawayKey certificateLogKey() {
        return certificateLog;
    }

    /** RFC 6962 section 3.2, written independently of what reads it. */
    private Bytes timestamps(Bytes body, Instant seen, ThrowawayKey log, Bytes extensions) {
        byte[] issuerHash = Hashing.of(intermediate.published().spki()).bytes().toArray();
        ByteBuffer signed = ByteBuffer.allocate(12 + 32 + 3 + body.size() + 2 + extensions.size());
        signed.put((byte) 0)
                .put((byte) 0)
                .putLong(seen.toEpochMilli())
                .put((byte) 0)
                .put((byte) 1);
        signed.put(issuerHash).put((byte) 0).putShort((short) body.size()).put(body.toArray());
        signed.putShort((short) extensions.size()).put(extensions.toArray());
        byte[] signature = log.sign(Bytes.owned(signed.array())).bytes().toArray();
        int size = 47 + extensions.size() + signature.length;
        ByteBuffer out = ByteBuffer.allocate(4 + size);
        out.putShort((short) (2 + size)).putShort((short) size);
        out.put((byte) 0).put(log.published().id().digest().bytes().toArray());
        out.putLong(seen.toEpochMilli());
        out.putShort((short) extensions.size()).put(extensions.toArray()).putShort((short) 0x0403);
        out.putShort((short) signature.length).put(signature);
        return DerWriter.element(Der.OCTET_STRING, Bytes.owned(out.array()));
    }
}
