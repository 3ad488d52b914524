package dev.exhibit.crypto.trust;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.x509.Certificate;
import dev.exhibit.crypto.x509.CertificatePath;
import java.util.List;

/**
 * A certificate or timestamp authority ({@code CertificateAuthority}).
 *
 * @param organization of its subject; may be empty
 * @param commonName of its subject; may be empty
 * @param uri where it is
 * @param chain each certificate issued by the next; for a timestamp authority the first is its signer
 * @param validFor when it counts
 */
public record Authority(
        String organization, String commonName, String uri, List<Certificate> chain, ValidFor validFor) {
    public Authority {
        chain = List.copyOf(chain);
        if (chain.isEmpty() || chain.size() > CertificatePath.MAX_LENGTH) {
            throw new MalformedException(
                    Reason.BAD_VALUE, "/certChain", "1 to " + CertificatePath.MAX_LENGTH + " certificates");
        }
    }

    Json.Obj toJson() {
        List<Json.Obj> certificates = chain.stream()
                .map(certificate -> Json.object().with("rawBytes", StrictBase64.encode(certificate.encoded())))
                .toList();
        return Json.object()
                .with(
                        "subject",
                        Json.object().with("organization", organization).with("commonName", commonName))
                .with("uri", uri)
                .with("certChain", Json.object().with("certificates", Json.array(certificates)))
                .with("validFor", validFor.toJson());
    }

    static Authority read(ObjectReader reader) {
        ObjectReader subject = reader.object("subject");
        String organization = subject.optionalText("organization").orElse("");
        String commonName = subject.optionalText("commonName").orElse("");
        subject.end();
        ObjectReader chain = reader.object("certChain");
        List<Certificate> certificates = chain.objects("certificates", CertificatePath.MAX_LENGTH).stream()
                .map(Authority::certificate)
                .toList();
        chain.end();
        Authority authority = new Authority(
                organization,
                commonName,
                reader.optionalText("uri").orElse(""),
                certificates,
                ValidFor.read(reader.object("validFor")));
        reader.optionalText("operator");
        reader.end();
        return authority;
    }

    private static Certificate certificate(ObjectReader reader) {
        Certificate certificate = reader.parsed("rawBytes", text -> new Certificate(StrictBase64.decode(text)));
        reader.end();
        return certificate;
    }
}
