package dev.exhibit.cli.verify;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.policy.Decision;
import dev.exhibit.crypto.verify.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What came of one artifact.
 *
 * @param name of the artifact
 * @param digest its SHA-256
 * @param lines one a bundle
 * @param decision of the policy, where there is one
 */
public record Verdict(String name, Digest digest, List<Line> lines, Optional<Decision> decision) {
    public Verdict {
        lines = List.copyOf(lines);
    }

    /** In one word. */
    public enum Status {
        VERIFIED,
        REFUSED,
        NO_EVIDENCE;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One bundle and what came of it.
     *
     * @param evidence name of the bundle
     * @param outcome the verifier's answer
     */
    public record Line(String evidence, Outcome outcome) {
        Json.Obj toJson() {
            return outcome.toJson().with("bundle", evidence);
        }
    }

    /** Without a policy every bundle must hold; a policy says itself what is enough. */
    public Status status() {
        if (lines.isEmpty()) {
            return Status.NO_EVIDENCE;
        }
        return refusal().isEmpty() ? Status.VERIFIED : Status.REFUSED;
    }

    /** Why the artifact is refused; the first reason. */
    public Optional<Outcome.Refused> refusal() {
        if (decision.isPresent()) {
            return switch (decision.get()) {
                case Decision.Failed failed -> Optional.of(failed.reason());
                case Decision.Passed ignored -> Optional.empty();
            };
        }
        return lines.stream()
                .map(Line::outcome)
                .filter(Outcome.Refused.class::isInstance)
                .map(Outcome.Refused.class::cast)
                .findFirst();
    }

    Json.Obj toJson() {
        Json.Obj json = Json.object()
                .with("artifact", digest.toString())
                .with("name", name)
                .with("status", status().code())
                .with("outcomes", Json.array(lines.stream().map(Line::toJson).toList()));
        return decision.isPresent() ? json.with("decision", summary(decision.get())) : json;
    }

    /** The outcomes are listed already. */
    private static Json.Obj summary(Decision decision) {
        return switch (decision) {
            case Decision.Passed passed ->
                Json.object()
                        .with("result", "passed")
                        .with("policy", passed.policy().toString());
            case Decision.Failed failed ->
                Json.object()
                        .with("result", "failed")
                        .with("policy", failed.policy().toString())
                        .with("reason", failed.reason().toJson());
        };
    }
}
