package dev.exhibit.bench.opinion;

import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.IDENTITY;
import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.ISSUER;
import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.SIGNED;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.DerWriter;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.throwaway.CertificateWriter;
import dev.exhibit.crypto.throwaway.ThrowawayAuthority;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.x509.Certificate;
import dev.exhibit.crypto.x509.Oids;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Bundles with certificates by the right authority that nobody should take. */
final class ForgedCertificates {
    private static final Instant ISSUED = SIGNED.minusSeconds(60);
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    private final ThrowawaySigstore sigstore;
    private final ThrowawayAuthority authority;
    private final VerificationKey key;
    private final Map<String, Bundle> all = new LinkedHashMap<>();

    ForgedCertificates(ThrowawaySigstore sigstore) {
        this.sigstore = sigstore;
        this.authority = sigstore.authority;
        this.key = sigstore.certified.published();
    }

    Map<String, Bundle> all() {
        purposes();
        periods();
        timestamps();
        add("certificate for another identity", authority.issue(key, IDENTITY + "x", ISSUER, ISSUED));
        add("certificate of another issuer", authority.issue(key, IDENTITY, ISSUER + "x", ISSUED));
        add("certificate with an unknown critical extension", logged(usual().extension("1.2.3.4.5", true, nothing())));
        add("certificate with an unknown extension", logged(usual().extension("1.2.3.4.5", false, nothing())));
        add("certificate with two names", logged(twoNames()));
        add("certificate by another authority", new ThrowawaySigstore().authority.issue(key, IDENTITY, ISSUER, ISSUED));
        add("certificate of an authority", logged(usual().extension(Oids.BASIC_CONSTRAINTS, true, hex("30030101ff"))));
        return all;
    }

    private void purposes() {
        add(
                "certificate for client authentication",
                logged(usual().withoutUsage().usage(CLIENT_AUTH, false)));
        add("certificate for timestamps", logged(usual().withoutUsage().usage(Oids.TIME_STAMPING, false)));
        add("certificate without purpose", logged(usual().withoutUsage()));
        add("certificate with a critical purpose", logged(usual().withoutUsage().usage(Oids.CODE_SIGNING, true)));
    }

    private void periods() {
        add("certificate that has ended", authority.issue(key, IDENTITY, ISSUER, SIGNED.minusSeconds(601)));
        add("certificate of the future", authority.issue(key, IDENTITY, ISSUER, SIGNED.plusSeconds(1)));
    }

    private void timestamps() {
        add("certificate without timestamp", authority.issueUnlogged(key, IDENTITY, ISSUER, ISSUED));
        ThrowawayKey log = authority.certificateLogKey();
        add("certificate timestamp after its end", authority.issue(usual(), key, SIGNED.plusSeconds(7200), log));
        add(
                "certificate timestamp in the future",
                authority.issue(usual(), key, ThrowawaySigstore.NOW.plusSeconds(60), log));
        add("certificate timestamp before its start", authority.issue(usual(), key, ISSUED.minusSeconds(600), log));
        add("certificate timestamp of another log", authority.issue(usual(), key, ISSUED, ThrowawayKey.p256()));
        Certificate other = authority.issue(ThrowawayKey.p256().published(), IDENTITY, ISSUER, ISSUED);
        Bytes borrowed =
                other.extension(Oids.CERTIFICATE_TIMESTAMPS).orElseThrow().value();
        add(
                "certificate timestamp of another certificate",
                authority.sign(usual().extension(Oids.CERTIFICATE_TIMESTAMPS, false, borrowed), key));
        add(
                "certificate timestamp list that is empty",
                authority.sign(usual().extension(Oids.CERTIFICATE_TIMESTAMPS, false, hex("04020000")), key));
    }

    private CertificateWriter usual() {
        return authority.leaf(IDENTITY, ISSUER, ISSUED);
    }

    /** The wanted name first, then another. */
    private CertificateWriter twoNames() {
        Bytes first = DerWriter.element(Der.primitive(6), Bytes.utf8(IDENTITY));
        Bytes second = DerWriter.element(Der.primitive(6), Bytes.utf8("spiffe://elsewhere.example/x"));
        return usual().without(Oids.SUBJECT_ALTERNATIVE_NAME)
                .extension(Oids.SUBJECT_ALTERNATIVE_NAME, true, DerWriter.element(Der.SEQUENCE, first, second));
    }

    private Certificate logged(CertificateWriter writer) {
        return authority.issue(writer, key, ISSUED, authority.certificateLogKey());
    }

    private static Bytes nothing() {
        return hex("0500");
    }

    private static Bytes hex(String digits) {
        return Hex.decode(digits);
    }

    private void add(String name, Certificate certificate) {
        all.put(name, sigstore.identity(certificate, ThrowawaySigstore.message(sigstore.certified), false));
    }
}
