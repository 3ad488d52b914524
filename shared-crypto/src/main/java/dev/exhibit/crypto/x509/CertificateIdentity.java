package dev.exhibit.crypto.x509;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.nio.charset.StandardCharsets;

/**
 * Who a code signing certificate was issued to, and who vouched for that (Fulcio, docs/oid-info.md).
 *
 * @param subject the one subject alternative name: a URI, an e-mail address or a user name
 * @param issuer who issued the identity token
 */
public record CertificateIdentity(String subject, String issuer) {
    private static final int RFC822_NAME = Der.primitive(1);
    private static final int URI = Der.primitive(6);
    private static final int MAX_LENGTH = 4096;

    public CertificateIdentity {
        requireText(subject);
        requireText(issuer);
    }

    /** @throws MalformedException unless there is exactly one name of a known kind, and an issuer */
    public static CertificateIdentity of(Certificate certificate) {
        return new CertificateIdentity(subject(certificate), issuer(certificate));
    }

    private static String subject(Certificate certificate) {
        Extension extension = certificate
                .extension(Oids.SUBJECT_ALTERNATIVE_NAME)
                .orElseThrow(() -> missing("a subject alternative name"));
        Der names = Der.ofSequence(extension.value());
        String name;
        if (names.nextIs(URI)) {
            name = ascii(names.content(URI));
        } else if (names.nextIs(RFC822_NAME)) {
            name = ascii(names.content(RFC822_NAME));
        } else {
            name = userName(names.constructed(Der.context(0)));
        }
        names.end();
        return name;
    }

    private static String userName(Der fields) {
        String oid = fields.oid();
        if (!oid.equals(Oids.USER_NAME)) {
            throw new MalformedException(Reason.UNSUPPORTED, "a subject alternative name of type " + oid);
        }
        Der value = fields.constructed(Der.context(0));
        String name = value.utf8();
        value.end();
        fields.end();
        return name;
    }

    private static String issuer(Certificate certificate) {
        String bare = certificate
                .extension(Oids.ISSUER_BARE)
                .map(extension -> ascii(extension.value()))
                .orElse("");
        String issuer = certificate
                .extension(Oids.ISSUER)
                .map(extension -> utf8(extension.value()))
                .orElse(bare);
        if (!bare.isEmpty() && !bare.equals(issuer)) {
            throw new MalformedException(Reason.BAD_VALUE, "the certificate names two issuers");
        }
        return issuer;
    }

    private static String utf8(Bytes value) {
        Der document = Der.of(value);
        String text = document.utf8();
        document.end();
        return text;
    }

    private static String ascii(Bytes value) {
        return new String(value.toArray(), StandardCharsets.ISO_8859_1);
    }

    private static void requireText(String text) {
        boolean plain = text.codePoints().allMatch(point -> point > 0x20 && point < 0x7F);
        if (text.isEmpty() || text.length() > MAX_LENGTH || !plain) {
            throw new MalformedException(
                    Reason.BAD_VALUE, "an identity and its issuer have 1 to " + MAX_LENGTH + " printable characters");
        }
    }

    private static MalformedException missing(String what) {
        return new MalformedException(Reason.MISSING_MEMBER, "the certificate has not " + what);
    }
}
