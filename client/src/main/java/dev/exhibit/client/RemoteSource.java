package dev.exhibit.client;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import java.util.List;

/** An artifact that the service is to fetch itself, from a place that it takes artifacts from. */
public sealed interface RemoteSource {
    /** What the artifact's bytes, or the image's manifest, hash to. */
    Digest digest();

    /** The members of a request to sign it. */
    Json.Obj signing();

    /** The members of a request to attest it; there the subject says the digest. */
    Json.Obj attesting();

    /**
     * A file on a server.
     *
     * @param url {@code https://…}
     * @param digest what its bytes must hash to
     */
    record Url(String url, Digest digest) implements RemoteSource {
        @Override
        public Json.Obj signing() {
            return attesting().with("digest", digest.toString());
        }

        @Override
        public Json.Obj attesting() {
            return Json.object().with("artifact", url);
        }
    }

    /**
     * An image in a registry.
     *
     * @param reference {@code registry/repository@sha256:…}
     * @param blobs whether the service also hashes every blob
     * @param platforms the platforms of an index that are meant, for example {@code linux/amd64}; none means all
     */
    record Image(String reference, boolean blobs, List<String> platforms) implements RemoteSource {
        /** @throws MalformedException if the reference names no digest */
        public Image {
            platforms = List.copyOf(platforms);
            digestOf(reference);
        }

        @Override
        public Digest digest() {
            return digestOf(reference);
        }

        @Override
        public Json.Obj signing() {
            Json.Obj image = Json.object().with("artifact", reference).with("blobs", blobs);
            return platforms.isEmpty() ? image : image.with("platforms", Json.texts(platforms));
        }

        @Override
        public Json.Obj attesting() {
            return signing();
        }

        private static Digest digestOf(String reference) {
            int at = reference.indexOf('@');
            if (at < 1) {
                throw new MalformedException(
                        Reason.BAD_VALUE, "name the image by its digest, registry/repository@sha256:…");
            }
            return Digest.parse(reference.substring(at + 1));
        }
    }
}
