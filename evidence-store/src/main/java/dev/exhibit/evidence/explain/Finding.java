package dev.exhibit.evidence.explain;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.advisory.Advisory;
import dev.exhibit.evidence.advisory.VersionMatch;
import dev.exhibit.evidence.explain.Resolution.Weighed;
import dev.exhibit.evidence.policy.RuleBook.Decision;
import dev.exhibit.evidence.vex.Observation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How one component stands to one advisory, and all that led to it.
 *
 * @param inputs the SHA-256 of what the rules saw, in canonical form
 */
record Finding(
        Component component,
        Advisory advisory,
        VersionMatch match,
        Resolution resolution,
        Digest inputs,
        Decision decision) {

    Json.Obj toJson() {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("component", component.toJson());
        members.put("advisory", name(advisory));
        members.put("match", match.toJson());
        members.put(
                "observations",
                Json.array(resolution.weighed().stream().map(Finding::weighed).toList()));
        members.put("step", Json.text(resolution.step().wire()));
        members.put("conflict", new Json.Bool(resolution.conflict()));
        members.put("status", Json.text(resolution.status().wire()));
        members.put("rules", rules());
        members.put("verdict", Json.text(decision.verdict().wire()));
        return new Json.Obj(members);
    }

    /** Which advisory, of which document. */
    static Json.Obj name(Advisory advisory) {
        return new Json.Obj(
                Map.of("document", Json.text(advisory.document().toString()), "id", Json.text(advisory.id())));
    }

    private Json rules() {
        List<Json> steps = decision.steps().stream()
                .<Json>map(step -> new Json.Obj(Map.of(
                        "id", Json.text(step.rule()),
                        "version", Json.number(step.version()),
                        "inputs", Json.text(inputs.toString()),
                        "output", Json.text(step.output()))))
                .toList();
        return Json.array(steps);
    }

    private static Json weighed(Weighed weighed) {
        Observation observation = weighed.held().observation();
        return new Json.Obj(Map.of(
                "digest", Json.text(weighed.held().digest().toString()),
                "issuer", Json.text(observation.said().issuer()),
                "status", Json.text(observation.status().wire()),
                "time", Json.text(observation.said().time().toString()),
                "use", Json.text(weighed.use().wire())));
    }
}
