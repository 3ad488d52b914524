package dev.exhibit.signer.source;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.intoto.Statement;
import java.util.Optional;

/**
 * A bundle to be put beside an image.
 *
 * @param bytes as it is
 * @param content {@code dsse-envelope} or {@code message-signature}, as sigstore calls it
 * @param predicateType of its Statement
 */
public record AttachedBundle(Bytes bytes, String content, Optional<String> predicateType) {
    /** @throws MalformedException unless it is a bundle of version 0.3 about {@code image}; signatures are not looked at */
    public static AttachedBundle of(Bytes bytes, Digest image) {
        Bundle bundle = Bundle.decode(bytes);
        if (!bundle.version().mediaType().equals(Bundle.MEDIA_TYPE)) {
            throw new MalformedException(Reason.UNSUPPORTED, "only bundles of version 0.3 are attached");
        }
        return switch (bundle.content()) {
            case BundleContent.Dsse dsse -> {
                Statement statement = Statement.decode(dsse.envelope().payload());
                requireAbout(
                        image,
                        statement.subjects().stream()
                                .anyMatch(subject -> subject.digest().equals(image)));
                yield new AttachedBundle(bytes, "dsse-envelope", Optional.of(statement.predicateType()));
            }
            case BundleContent.Message message -> {
                requireAbout(image, message.signedDigest().equals(image));
                yield new AttachedBundle(bytes, "message-signature", Optional.empty());
            }
        };
    }

    private static void requireAbout(Digest image, boolean isAbout) {
        if (!isAbout) {
            throw new MalformedException(Reason.BAD_VALUE, "the bundle is not about " + image);
        }
    }
}
