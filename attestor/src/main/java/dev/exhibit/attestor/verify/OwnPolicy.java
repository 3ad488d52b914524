package dev.exhibit.attestor.verify;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.VerificationKey;
import java.util.List;

/** What is proven where the caller has no policy: that this tenant signed, with a log entry and a timestamp. */
final class OwnPolicy {
    /** As many as a policy takes; the newest ones count. */
    private static final int MOST_KEYS = 64;

    private OwnPolicy() {}

    /** The policy is a document as any other: equal keys give equal bytes. */
    static PolicyDocument of(List<VerificationKey> keys) {
        if (keys.isEmpty()) {
            throw new ProblemException(ProblemCode.WRONG_STATE, "the tenant has no signing key that was never revoked");
        }
        List<String> pems = keys.subList(Math.max(0, keys.size() - MOST_KEYS), keys.size()).stream()
                .map(VerificationKey::toPem)
                .sorted()
                .toList();
        return PolicyDocument.of(CanonicalJson.of(Json.object()
                        .with("version", 1)
                        .with("keys", Json.texts(pems))
                        .with("logEntries", 1)
                        .with("times", 1))
                .bytes());
    }
}
