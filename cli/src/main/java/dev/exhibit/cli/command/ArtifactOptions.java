package dev.exhibit.cli.command;

import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.client.RemoteSource;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.MalformedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which artifact: a file here, or one that the service fetches itself. */
final class ArtifactOptions {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The artifact: a file, whose bytes are sent.")
    private @Nullable Path file;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "In place of FILE: the service fetches it over https; --digest says what it must be.")
    private @Nullable String url;

    @Option(names = "--digest", paramLabel = "DIGEST", description = "With --url: sha256:… of the file.")
    private @Nullable String digest;

    @Option(
            names = "--image",
            paramLabel = "IMAGE",
            description =
                    "In place of FILE: the service fetches registry/repository@sha256:…, its manifest by default.")
    private @Nullable String image;

    @Option(names = "--blobs", description = "With --image: the service also hashes every blob.")
    private boolean blobs;

    @Option(
            names = "--platform",
            paramLabel = "OS/ARCH",
            description = "With --image: only this platform of an index. May be repeated.")
    private List<String> platforms = new ArrayList<>();

    /** An artifact, and what it and the bundles about it are called. */
    sealed interface Chosen {
        Digest digest();

        /** For people, and for the names of files. */
        String name();

        /** Where a bundle about it is written by default: beside a file, or in the current directory. */
        Path bundle(String suffix);

        /** A file here. */
        record Local(Path file, Digest digest) implements Chosen {
            @Override
            public String name() {
                return String.valueOf(file.getFileName());
            }

            @Override
            public Path bundle(String suffix) {
                return file.resolveSibling(name() + suffix);
            }
        }

        /** One that the service fetches. */
        record Remote(RemoteSource source, String name) implements Chosen {
            @Override
            public Digest digest() {
                return source.digest();
            }

            @Override
            public Path bundle(String suffix) {
                return Path.of(name + suffix);
            }
        }
    }

    /** The file here, unread. @throws CommandFailure if another artifact was named */
    Path file() {
        if (file == null
                || Stream.of(url, image, digest).anyMatch(given -> given != null)
                || blobs
                || !platforms.isEmpty()) {
            throw CommandFailure.usage("--keyless signs a FILE here: no --url, no --image");
        }
        return file;
    }

    /** @throws CommandFailure unless exactly one was named */
    Chosen chosen() {
        if (Stream.of(file, url, image).filter(given -> given != null).count() != 1) {
            throw CommandFailure.usage("name one artifact: FILE, --url or --image");
        }
        if ((url == null) != (digest == null)) {
            throw CommandFailure.usage(
                    "--url and --digest go together: a digest is never taken from where the bytes are");
        }
        if (image == null && (blobs || !platforms.isEmpty())) {
            throw CommandFailure.usage("--blobs and --platform are about an --image");
        }
        try {
            return given();
        } catch (MalformedException malformed) {
            throw CommandFailure.usage(malformed.detail());
        }
    }

    private Chosen given() {
        if (url != null && digest != null) {
            String path = url.replaceFirst("[?#].*", "");
            return new Chosen.Remote(new RemoteSource.Url(url, Digest.parse(digest)), last(path));
        }
        if (image != null) {
            RemoteSource source = new RemoteSource.Image(image, blobs, platforms);
            return new Chosen.Remote(source, last(image.replaceFirst("@.*", "")).replaceFirst(":.*", ""));
        }
        Path local = file == null ? Path.of("") : file;
        return new Chosen.Local(local, Hashing.of(local).digest());
    }

    /** What stands behind the last slash, where that can be part of a file's name. */
    private static String last(String place) {
        String name = place.substring(place.lastIndexOf('/') + 1);
        return name.matches("[A-Za-z0-9_][A-Za-z0-9._+-]{0,127}") ? name : "artifact";
    }
}
