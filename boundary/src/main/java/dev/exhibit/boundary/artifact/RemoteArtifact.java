package dev.exhibit.boundary.artifact;

import dev.exhibit.boundary.fetch.FetchException;
import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.HashSet;
import java.util.List;

/** An artifact that lies elsewhere, as a request names it. */
public sealed interface RemoteArtifact {
    /** The most platforms that a request may name. */
    int MAX_PLATFORMS = 64;

    /** What of it is to be checked, as part of what a request is recognised by; not where it lies. */
    Json.Obj describe();

    /**
     * A file on a server.
     *
     * @param url {@code https} only
     */
    record Url(FetchUrl url) implements RemoteArtifact {
        public Url {
            if (url.origin().scheme() != Origin.Scheme.HTTPS) {
                throw new MalformedException(Reason.BAD_VALUE, "an artifact is fetched over https only");
            }
        }

        @Override
        public Json.Obj describe() {
            return Json.object().with("kind", "url");
        }
    }

    /**
     * A manifest, or an index of manifests, in a registry.
     *
     * @param image its name
     * @param blobs whether everything that it names is fetched and hashed, too
     * @param platforms the manifests of an index that are meant; none means all of them
     */
    record Image(ImageReference image, boolean blobs, List<Platform> platforms) implements RemoteArtifact {
        public Image {
            platforms = List.copyOf(platforms);
            if (new HashSet<>(platforms).size() < platforms.size()) {
                throw new MalformedException(Reason.BAD_VALUE, "a platform is named twice");
            }
        }

        @Override
        public Json.Obj describe() {
            List<String> names = platforms.stream().map(Platform::name).sorted().toList();
            return Json.object().with("kind", "image").with("blobs", blobs).with("platforms", Json.texts(names));
        }
    }

    /**
     * Reads the members {@code artifact}, a URL or an image, and for an image {@code blobs} and {@code platforms}.
     *
     * @throws MalformedException for any other form
     */
    static RemoteArtifact read(ObjectReader request) {
        String artifact = request.text("artifact");
        if (artifact.contains("://")) {
            return request.parsed("artifact", RemoteArtifact::url);
        }
        return new Image(
                request.parsed("artifact", ImageReference::parse),
                request.optionalFlag("blobs").orElse(false),
                platforms(request));
    }

    private static Url url(String text) {
        try {
            return new Url(FetchUrl.parse(text));
        } catch (FetchException refused) {
            throw new MalformedException(Reason.BAD_VALUE, String.valueOf(refused.getMessage()));
        }
    }

    private static List<Platform> platforms(ObjectReader request) {
        try {
            return request.texts("platforms", MAX_PLATFORMS).stream()
                    .map(Platform::new)
                    .toList();
        } catch (MalformedException refused) {
            throw refused.at(request.pointerTo("platforms"));
        }
    }
}
