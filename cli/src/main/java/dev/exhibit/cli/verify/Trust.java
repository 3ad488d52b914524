package dev.exhibit.cli.verify;

import dev.exhibit.cli.context.Context;
import dev.exhibit.cli.context.Contexts;
import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.crypto.key.VerificationKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The keys that a verification believes, and who said so.
 *
 * @param source for people: a file or a context
 * @param keys at least one
 */
public record Trust(String source, Set<VerificationKey> keys) {
    private static final int MAX_PEM = 64 * 1024;

    public Trust {
        keys = Set.copyOf(keys);
    }

    /** The keys of the files named, or else those of the pinned context. */
    public static Trust of(List<Path> keyFiles, Contexts contexts) {
        if (!keyFiles.isEmpty()) {
            return new Trust(
                    "key " + keyFiles,
                    Set.copyOf(keyFiles.stream().map(Trust::readKey).toList()));
        }
        Context context = contexts.current()
                .orElseThrow(() -> CommandFailure.usage("no trusted key: name one with --key FILE (the signer's public"
                        + " key, PEM), or pin a context with 'exhibit context use FILE'"));
        if (context.keys().isEmpty()) {
            throw CommandFailure.usage("context '" + context.name() + "' pins no key: name one with --key FILE");
        }
        return new Trust("context '" + context.name() + "'", Set.copyOf(context.keys()));
    }

    private static VerificationKey readKey(Path file) {
        try {
            if (Files.size(file) > MAX_PEM) {
                throw CommandFailure.usage("not a public key in PEM: " + file);
            }
            return VerificationKey.fromPem(Files.readString(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
