package dev.exhibit.crypto.policy;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A verdict as a SLSA verification summary (slsa.dev/spec/v1.1/verification_summary), ready to be signed.
 *
 * @param verifier URI of who verified
 * @param resource URI of the artifact
 * @param policy URI of where the policy is
 */
public record VerificationSummary(String verifier, String resource, String policy) {
    /** The predicate type. */
    public static final String PREDICATE_TYPE = "https://slsa.dev/verification_summary/v1";

    /** A summary that names artifact and policy by their bytes, and no place. */
    public static VerificationSummary about(String verifier, Subject artifact, Digest policy) {
        return new VerificationSummary(verifier, purl(artifact.name(), artifact.digest()), purl("policy.json", policy));
    }

    /** A package URL that names bytes and no place. */
    private static String purl(String name, Digest digest) {
        return "pkg:generic/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20")
                + "?checksum=sha256:" + digest.hex();
    }

    /**
     * The statement about {@code artifact}.
     *
     * @param bundles digests of those that were judged
     * @param time of the verification; whole seconds are kept
     */
    public Statement of(Decision decision, Subject artifact, List<Digest> bundles, Instant time) {
        String result = switch (decision) {
            case Decision.Passed ignored -> "PASSED";
            case Decision.Failed ignored -> "FAILED";
        };
        Json.Obj predicate = Json.object()
                .with("verifier", Json.object().with("id", verifier))
                .with("timeVerified", time.truncatedTo(ChronoUnit.SECONDS).toString())
                .with("resourceUri", resource)
                .with("policy", Json.object().with("uri", policy).with("digest", digest(decision.policy())))
                .with(
                        "inputAttestations",
                        Json.array(bundles.stream()
                                .map(bundle -> Json.object().with("digest", digest(bundle)))
                                .toList()))
                .with("verificationResult", result)
                .with("verifiedLevels", Json.array(List.of()));
        return new Statement(List.of(artifact), PREDICATE_TYPE, predicate);
    }

    private static Json.Obj digest(Digest digest) {
        return Json.object().with("sha256", digest.hex());
    }
}
