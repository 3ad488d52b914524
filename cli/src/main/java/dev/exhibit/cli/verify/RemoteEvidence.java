package dev.exhibit.cli.verify;

import dev.exhibit.cli.context.Connections;
import dev.exhibit.cli.context.Context;
import dev.exhibit.client.EvidenceRecord;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.crypto.digest.Digest;
import java.net.URI;
import java.util.List;

/** The attestations that a server keeps about an artifact. What comes is judged like any file: the server is not trusted. */
public final class RemoteEvidence {
    private RemoteEvidence() {}

    public static List<Evidence> fetch(Context context, URI server, Digest artifact) {
        try (ExhibitClient client = Connections.open(context, server)) {
            return client.evidenceOf(artifact).stream()
                    .filter(record -> record.kind().equals("attestation"))
                    .map(EvidenceRecord::digest)
                    .map(digest -> new Evidence(digest.toString(), client.blob(digest)))
                    .toList();
        }
    }
}
