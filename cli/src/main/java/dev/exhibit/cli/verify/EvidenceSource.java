package dev.exhibit.cli.verify;

import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.client.EvidenceRecord;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.crypto.digest.Digest;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Where the bundles about an artifact come from. What comes is judged alike: no source is trusted. */
public sealed interface EvidenceSource extends AutoCloseable {
    /**
     * The bundles that this source has about {@code artifact}; none where it has none.
     *
     * @param digest of the artifact, as it was computed
     */
    List<Evidence> of(InHand artifact, Digest digest);

    @Override
    default void close() {}

    /** As the options of a command say. */
    static EvidenceSource of(List<Path> bundles, Optional<URI> server, Function<URI, ExhibitClient> connect) {
        if (!bundles.isEmpty() && server.isPresent()) {
            throw CommandFailure.usage("name bundles or a server, not both");
        }
        return bundles.isEmpty()
                ? server.<EvidenceSource>map(address -> new Server(connect.apply(address)))
                        .orElseGet(Beside::new)
                : new Named(bundles.stream().map(Evidence::read).toList());
    }

    /** Bundles that the user names: each is about all artifacts of the call. */
    record Named(List<Evidence> bundles) implements EvidenceSource {
        public Named {
            bundles = List.copyOf(bundles);
        }

        @Override
        public List<Evidence> of(InHand artifact, Digest digest) {
            return bundles;
        }
    }

    /** Files beside the artifact. */
    final class Beside implements EvidenceSource {
        private final BundlesBeside folders = new BundlesBeside();

        private Beside() {}

        @Override
        public List<Evidence> of(InHand artifact, Digest digest) {
            return artifact.place().map(folders::of).orElseGet(List::of);
        }
    }

    /**
     * The attestations that a server keeps.
     *
     * @param client asks it; closed with this
     */
    record Server(ExhibitClient client) implements EvidenceSource {
        @Override
        public List<Evidence> of(InHand artifact, Digest digest) {
            return client.evidenceOf(digest).stream()
                    .filter(record -> record.kind().equals("attestation"))
                    .map(EvidenceRecord::digest)
                    .map(found -> new Evidence(found.toString(), client.blob(found)))
                    .toList();
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
