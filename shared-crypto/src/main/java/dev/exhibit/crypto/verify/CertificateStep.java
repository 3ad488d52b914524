package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.trust.Authority;
import dev.exhibit.crypto.x509.Certificate;
import dev.exhibit.crypto.x509.CertificateIdentity;
import dev.exhibit.crypto.x509.CertificatePath;
import dev.exhibit.crypto.x509.Oids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Checks that a trusted authority issued the certificate, at the times that count, for a wanted identity. */
final class CertificateStep {
    private CertificateStep() {}

    static void check(SignerStep.Known.Certified signer, Case given, Findings findings) {
        Authority authority = issuedBy(signer.certificate(), given);
        requireKnown(signer.others(), authority);
        findings.times().forEach(time -> requireValid(signer.certificate(), authority, time));
        findings.held(Check.Name.CERTIFICATE, "issued by " + name(authority) + ", " + signer.certificate());
        CertificateTimestampStep.check(signer.certificate(), authority.chain().getFirst(), given, findings);
        requireIdentity(signer.certificate(), given, findings);
    }

    private static Authority issuedBy(Certificate certificate, Case given) {
        List<String> reasons = new ArrayList<>();
        List<Authority> issuers = new ArrayList<>();
        for (Authority candidate : given.trust().root().certificateAuthorities()) {
            if (candidate.chain().getFirst().subject().equals(certificate.issuer())) {
                try {
                    given.chains().require(candidate.chain(), Oids.CODE_SIGNING, given.checker());
                    path(certificate, candidate).requireLeaf(Oids.CODE_SIGNING, given.checker());
                    issuers.add(candidate);
                } catch (MalformedException | BadSignatureException why) {
                    reasons.add(String.valueOf(why.getMessage()));
                }
            }
        }
        if (issuers.isEmpty()) {
            String found = reasons.isEmpty() ? "another issuer" : String.join("; ", reasons);
            throw new Refusal(
                    RefusalCode.CERTIFICATE_UNTRUSTED, "a code signing certificate of a trusted authority", found);
        }
        return issuers.getFirst();
    }

    private static CertificatePath path(Certificate certificate, Authority authority) {
        return new CertificatePath(certificate, authority.chain());
    }

    /** Old bundles bring the whole chain; what is not in the trust root has no place in it. */
    private static void requireKnown(List<Bytes> others, Authority authority) {
        List<Bytes> known = authority.chain().stream().map(Certificate::encoded).toList();
        if (!known.containsAll(others)) {
            throw new Refusal(
                    RefusalCode.CERTIFICATE_UNTRUSTED,
                    "the chain of the trust root",
                    "another certificate in the chain");
        }
    }

    private static void requireValid(Certificate certificate, Authority authority, VerifiedTime at) {
        Instant time = at.time();
        if (!certificate.covers(time)) {
            RefusalCode code = switch (at.source()) {
                case TIMESTAMP_AUTHORITY -> RefusalCode.CERTIFICATE_NOT_VALID_THEN;
                case LOG -> RefusalCode.LOG_TIME_OUTSIDE_CERTIFICATE;
            };
            throw new Refusal(
                    code, "a time from " + certificate.notBefore() + " to " + certificate.notAfter(), time.toString());
        }
        try {
            path(certificate, authority).requireValidAt(time);
        } catch (MalformedException why) {
            throw new Refusal(
                    RefusalCode.CERTIFICATE_AUTHORITY_OUT_OF_USE, "authorities that are valid at " + time, why);
        }
        if (!authority.validFor().covers(time)) {
            throw new Refusal(
                    RefusalCode.CERTIFICATE_AUTHORITY_OUT_OF_USE,
                    "a time from " + authority.validFor(),
                    time.toString());
        }
    }

    private static void requireIdentity(Certificate certificate, Case given, Findings findings) {
        CertificateIdentity identity = identity(certificate);
        List<IdentityRule> rules = given.demands().identities();
        List<IdentityRule> bySubject =
                rules.stream().filter(rule -> rule.admitsSubject(identity)).toList();
        if (bySubject.isEmpty()) {
            throw new Refusal(RefusalCode.IDENTITY_NOT_WANTED, wanted(rules), identity.subject());
        }
        if (bySubject.stream().noneMatch(rule -> rule.admitsIssuer(identity))) {
            throw new Refusal(RefusalCode.ISSUER_NOT_WANTED, wanted(bySubject), identity.issuer());
        }
        findings.signedBy(identity);
        findings.held(Check.Name.IDENTITY, identity.subject() + " of " + identity.issuer());
    }

    private static CertificateIdentity identity(Certificate certificate) {
        try {
            return CertificateIdentity.of(certificate);
        } catch (MalformedException why) {
            throw new Refusal(RefusalCode.CERTIFICATE_MALFORMED, "a certificate with an identity and its issuer", why);
        }
    }

    private static String wanted(List<IdentityRule> rules) {
        return rules.isEmpty()
                ? "an identity named by the caller; none was"
                : rules.getFirst().toString();
    }

    private static String name(Authority authority) {
        return authority.uri().isEmpty() ? authority.commonName() : authority.uri();
    }
}
