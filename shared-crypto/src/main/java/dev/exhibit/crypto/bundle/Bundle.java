package dev.exhibit.crypto.bundle;

import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.Optional;

/**
 * A Sigstore bundle. We write version 0.3 and read 0.1 to 0.3.
 *
 * @param version of the format
 * @param material what to check the signature with
 * @param content the signature and what it is over
 */
public record Bundle(BundleVersion version, VerificationMaterial material, BundleContent content) {
    /** The media type of what we write, also written into the bundle. */
    public static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";

    public Bundle {
        version.requireForm(material);
    }

    /** A bundle of version 0.3. */
    public Bundle(VerificationMaterial material, BundleContent content) {
        this(BundleVersion.V0_3, material, content);
    }

    /** Canonical bytes (RFC 8785): the one spelling of our own bundles. */
    public CanonicalJson encode() {
        return CanonicalJson.of(toJson());
    }

    /** The JSON form, member names as in protobuf's JSON mapping. */
    public Json.Obj toJson() {
        Json.Obj common =
                Json.object().with("mediaType", version.mediaType()).with("verificationMaterial", material.toJson());
        return switch (content) {
            case BundleContent.Dsse dsse ->
                common.with("dsseEnvelope", dsse.envelope().toJson());
            case BundleContent.Message message -> common.with("messageSignature", message.toJson());
        };
    }

    /**
     * Reads a bundle strictly, in any JSON spelling: unknown members, a second content and another media type are
     * refused.
     *
     * @throws MalformedException {@link Reason#UNSUPPORTED} at {@code /mediaType} for another version
     */
    public static Bundle decode(Bytes document) {
        return read(JsonReader.readObject(document, JsonLimits.BUNDLE));
    }

    /** {@link #decode} of a document that has been parsed. */
    public static Bundle read(ObjectReader reader) {
        BundleVersion version = reader.parsed("mediaType", BundleVersion::of);
        VerificationMaterial material = VerificationMaterial.read(reader.object("verificationMaterial"));
        BundleContent content = content(reader);
        reader.end();
        return new Bundle(version, material, content);
    }

    private static BundleContent content(ObjectReader reader) {
        Optional<ObjectReader> envelope = reader.optionalObject("dsseEnvelope");
        Optional<ObjectReader> message = reader.optionalObject("messageSignature");
        if (envelope.isPresent() == message.isPresent()) {
            throw new MalformedException(Reason.BAD_VALUE, "", "a bundle has one of dsseEnvelope and messageSignature");
        }
        return envelope.<BundleContent>map(found -> new BundleContent.Dsse(Envelope.read(found)))
                .or(() -> message.map(BundleContent.Message::read))
                .orElseThrow();
    }
}
