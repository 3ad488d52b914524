package dev.exhibit.signer.source;

import dev.exhibit.boundary.fetch.FetchOrder;
import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.fetch.FetchedStream;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;

/** Puts things into one repository of a registry (OCI distribution specification 1.1, "Push"). For one thread. */
final class RegistryWriter {
    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;
    private static final int MAX_ANSWER = 64 * 1024;
    private static final String BYTES = "application/octet-stream";

    private final Registry registry;

    RegistryWriter(Registry registry) {
        this.registry = registry;
    }

    /** Uploads a blob, begun with a POST and ended with one PUT. */
    void blob(Bytes bytes) {
        Digest digest = Hashing.of(bytes);
        FetchUrl begin = registry.url("blobs/uploads/");
        String place = registry.get(FetchOrder.post(begin, BYTES, Bytes.empty(), MAX_ANSWER), answer -> {
            require(answer, ACCEPTED, "a blob");
            return answer.header("location").orElseThrow(() -> refused("a blob", "it does not say where to put it"));
        });
        FetchUrl upload = begin.resolve(place + (place.contains("?") ? "&" : "?") + "digest=" + digest);
        var unused = registry.get(FetchOrder.put(upload, BYTES, bytes, MAX_ANSWER), answer -> {
            require(answer, CREATED, "a blob");
            return digest;
        });
    }

    /**
     * Puts a manifest under its digest or a tag.
     *
     * @return whether the registry lists it among the referrers of its subject ({@code OCI-Subject})
     */
    boolean manifest(String reference, String mediaType, Bytes manifest) {
        FetchOrder order = FetchOrder.put(registry.url("manifests/" + reference), mediaType, manifest, MAX_ANSWER);
        return registry.get(order, answer -> {
            require(answer, CREATED, "a manifest");
            return answer.header("oci-subject").isPresent();
        });
    }

    private static void require(FetchedStream answer, int status, String what) {
        if (answer.status() != status) {
            throw refused(what, "it answered with status " + answer.status());
        }
    }

    private static ProblemException refused(String what, String why) {
        return new ProblemException(
                ProblemCode.ARTIFACT_UNAVAILABLE, "the registry does not take " + what + ": " + why);
    }
}
