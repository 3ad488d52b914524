package dev.exhibit.crypto.policy;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.verify.Outcome;
import java.time.Duration;
import java.util.List;

/** The verdict of a policy. */
public sealed interface Decision {
    /** SHA-256 of the policy. */
    Digest policy();

    /** What came of each bundle, in the order given. */
    List<Outcome> outcomes();

    /** The same as data. */
    Json.Obj toJson();

    /**
     * The artifact may be used.
     *
     * @param policy SHA-256 of the policy
     * @param outcomes of all bundles; those that were refused did not count
     * @param trustRootAge how long ago the trust root was fetched
     */
    record Passed(Digest policy, List<Outcome> outcomes, Duration trustRootAge) implements Decision {
        public Passed {
            outcomes = List.copyOf(outcomes);
        }

        @Override
        public Json.Obj toJson() {
            return Json.object()
                    .with("result", "passed")
                    .with("policy", policy.toString())
                    .with("trustRootAge", trustRootAge.toString())
                    .with("bundles", bundles(outcomes));
        }
    }

    /**
     * The artifact may not be used.
     *
     * @param policy SHA-256 of the policy
     * @param reason the first; that of a bundle if one bundle's refusal is what it fails for
     * @param outcomes of all bundles
     */
    record Failed(Digest policy, Outcome.Refused reason, List<Outcome> outcomes) implements Decision {
        public Failed {
            outcomes = List.copyOf(outcomes);
        }

        @Override
        public Json.Obj toJson() {
            return Json.object()
                    .with("result", "failed")
                    .with("policy", policy.toString())
                    .with("reason", reason.toJson())
                    .with("bundles", bundles(outcomes));
        }
    }

    private static Json bundles(List<Outcome> outcomes) {
        return Json.array(outcomes.stream().map(Outcome::toJson).toList());
    }
}
