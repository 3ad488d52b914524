package dev.exhibit.boundary.artifact;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A manifest in a registry by its digest (OCI distribution specification 1.1, "Pulling manifests").
 *
 * @param registry host, and port where it is another than that of the scheme: {@code registry.example.org:5000}
 * @param repository the name of the repository, for example {@code team/app}
 * @param digest of the manifest's bytes
 */
public record ImageReference(String registry, String repository, Digest digest) {
    private static final int MAX_REPOSITORY = 255;
    private static final Pattern FORM = Pattern.compile(
            "(?<registry>[a-z0-9.-]{1,253}(:[1-9][0-9]{0,4})?)/(?<repository>[a-z0-9._/-]{1,255})(?<tag>:[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?"
                    + "(@(?<digest>[^@]{1,256}))?");
    private static final Pattern COMPONENTS =
            Pattern.compile("[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*");

    public ImageReference {
        if (repository.length() > MAX_REPOSITORY
                || !COMPONENTS.matcher(repository).matches()) {
            throw malformed("not the name of a repository");
        }
    }

    /**
     * Reads {@code registry/repository@sha256:…}. A tag may stand before the digest and says nothing: it may lead elsewhere
     * tomorrow.
     *
     * @throws MalformedException for anything else, a tag alone among it
     */
    public static ImageReference parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw malformed("expected an image as registry/repository@sha256:…");
        }
        String digest = parts.group("digest");
        if (digest == null) {
            throw malformed(
                    "name the image by its digest, registry/repository@sha256:…; a tag may change what it means");
        }
        return new ImageReference(parts.group("registry"), parts.group("repository"), Digest.parse(digest));
    }

    @Override
    public String toString() {
        return registry + "/" + repository + "@" + digest;
    }

    private static MalformedException malformed(String detail) {
        return new MalformedException(Reason.BAD_VALUE, detail);
    }
}
