package dev.exhibit.cli.replay;

import dev.exhibit.client.ClientProblem;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.evidence.derive.BlobSource;

/**
 * Evidence as a service has it. Whoever reads it hashes it.
 *
 * @param client open as long as this is used
 */
public record ServedEvidence(ExhibitClient client) implements BlobSource {
    private static final int NOT_FOUND = 404;

    @Override
    public Fetched fetch(Digest digest) {
        try {
            return new Fetched.Found(client.blob(digest));
        } catch (ClientProblem problem) {
            if (problem.status() == NOT_FOUND) {
                return new Fetched.Missing();
            }
            if (problem.code().equals("integrity")) {
                return new Fetched.Corrupt();
            }
            throw problem;
        }
    }
}
