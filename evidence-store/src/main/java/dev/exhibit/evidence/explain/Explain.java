package dev.exhibit.evidence.explain;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.advisory.Advisory;
import dev.exhibit.evidence.advisory.VersionMatch;
import dev.exhibit.evidence.policy.Variables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How every component stands to every advisory about its package, with the reasons. Time grows with the pairs that meet, not
 * with components times advisories. For one question.
 */
public final class Explain {
    /** What this implementation calls itself; changed with the computation, and with the libraries that take part in it. */
    public static final Digest ENGINE = Hashing.of(Bytes.utf8("exhibit explain 1, versatile 0.18.1, cel 0.14.0"));

    /** The most findings of one trace. */
    public static final int MAX_FINDINGS = 50_000;

    /** The most rules that are asked in all: each is a step of the trace. */
    public static final int MAX_STEPS = 400_000;

    /** The most observations that all findings weigh together. */
    public static final int MAX_WEIGHED = 100_000;

    /** The most versions and events that are compared in all. */
    public static final long MAX_COMPARED = 50_000_000;

    private final Question question;
    private final Lattice lattice;
    private int weighed;

    private Explain(Question question) {
        this.question = question;
        this.lattice = new Lattice(question.book(), question.time());
    }

    /** The explain trace. @throws MalformedException for a question that is too large */
    public static Trace of(Question question) {
        return new Explain(question).trace();
    }

    private Trace trace() {
        // 1. What there is, and where to find what is said about it.
        Inventory inventory = question.sbom();
        AdvisoryIndex advisories = new AdvisoryIndex(question.advisories());
        ObservationIndex observations = new ObservationIndex(question.observations(), inventory);
        requireBounded(inventory, advisories, question.book().rules().size());
        // 2. Each component and each advisory about its package.
        List<Finding> findings = new ArrayList<>();
        for (Component component : inventory.components()) {
            for (Advisory advisory : advisories.about(component)) {
                findings.add(finding(component, advisory, observations.about(advisory, component)));
            }
        }
        // 3. The trace, with what could not be looked at.
        return new Trace(
                question,
                findings,
                advisories.superseded(),
                advisories.unplaced(),
                List.copyOf(inventory.unnamed().values()));
    }

    /** Who puts many versions of one package beside many advisories about it asks too much. */
    private static void requireBounded(Inventory inventory, AdvisoryIndex advisories, int rules) {
        long findings = 0;
        long compared = 0;
        for (Component component : inventory.components()) {
            List<Advisory> about = advisories.about(component);
            findings += about.size();
            compared += about.stream().mapToLong(Advisory::weight).sum();
            if (findings > MAX_FINDINGS || findings * rules > MAX_STEPS || compared > MAX_COMPARED) {
                throw new MalformedException(
                        Reason.TOO_LARGE,
                        "",
                        "more than " + MAX_FINDINGS + " findings, " + MAX_STEPS + " rules to ask, or " + MAX_COMPARED
                                + " versions to compare; ask about slices, or leave advisories out");
            }
        }
    }

    private Finding finding(Component component, Advisory advisory, List<Held> observations) {
        weighed += observations.size();
        if (weighed > MAX_WEIGHED) {
            throw new MalformedException(
                    Reason.TOO_LARGE, "", "more than " + MAX_WEIGHED + " observations to weigh; ask about slices");
        }
        VersionMatch match = AdvisoryIndex.match(advisory, component);
        Resolution resolution = lattice.resolve(advisory.withdrawn(), match, observations);
        Json.Obj visible = visible(component, advisory, resolution);
        Digest inputs = CanonicalJson.of(visible).digest();
        return new Finding(
                component, advisory, match, resolution, inputs, question.book().decide(variables(visible)));
    }

    private static Variables variables(Json.Obj visible) {
        Map<String, Object> values = new HashMap<>();
        visible.members().forEach((name, value) -> values.put(name, Variables.value(value)));
        return new Variables(values);
    }

    /** What the rules see: docs/spec/explain.md lists it. */
    private Json.Obj visible(Component component, Advisory advisory, Resolution resolution) {
        return new Json.Obj(Map.of(
                "component", component(component),
                "advisory", advisory(advisory),
                "finding", finding(resolution)));
    }

    private static Json.Obj component(Component component) {
        return new Json.Obj(Map.of(
                "purl", Json.text(component.purl().text()),
                "type", Json.text(component.purl().name().type()),
                "name", Json.text(component.purl().name().name()),
                "version", Json.text(component.version().orElse(""))));
    }

    private Json.Obj advisory(Advisory advisory) {
        return new Json.Obj(Map.of(
                "id", Json.text(advisory.id()),
                "aliases", Json.texts(List.copyOf(advisory.aliases())),
                "rating", Json.text(advisory.rating()),
                "severity", Json.texts(advisory.severity()),
                "daysSinceModified",
                        Json.number(Duration.between(advisory.modified(), question.time())
                                .toDays())));
    }

    private static Json.Obj finding(Resolution resolution) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("status", Json.text(resolution.status().wire()));
        members.put("step", Json.text(resolution.step().wire()));
        members.put("conflict", new Json.Bool(resolution.conflict()));
        members.put("justification", Json.text(decisive(resolution, Part.JUSTIFICATION)));
        members.put("issuer", Json.text(decisive(resolution, Part.ISSUER)));
        return new Json.Obj(members);
    }

    private enum Part {
        JUSTIFICATION,
        ISSUER
    }

    private static String decisive(Resolution resolution, Part part) {
        Optional<Held> decisive = resolution.decisive();
        return switch (part) {
            case JUSTIFICATION ->
                decisive.flatMap(held -> held.observation().justification()).orElse("");
            case ISSUER ->
                decisive.map(held -> held.observation().said().issuer()).orElse("");
        };
    }
}
