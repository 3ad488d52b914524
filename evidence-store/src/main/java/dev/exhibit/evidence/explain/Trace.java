package dev.exhibit.evidence.explain;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.evidence.advisory.Advisory;
import dev.exhibit.evidence.policy.RuleBook;
import dev.exhibit.evidence.policy.Verdict;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A verdict and all that led to it: a document of canonical JSON (docs/spec/explain.md).
 *
 * @param question what was explained
 * @param findings by component, then by advisory
 * @param superseded advisories of which another edition was changed later
 * @param unplaced advisories that are about what this program cannot find among components
 * @param unnamed components that no advisory can be about
 */
public record Trace(
        Question question,
        List<Finding> findings,
        List<Advisory> superseded,
        List<Advisory> unplaced,
        List<Json.Obj> unnamed) {
    /** The value of {@code type}. */
    public static final String TYPE = "https://exhibit.dev/explain-trace/v1";

    /** The media type under which traces are stored. */
    public static final String MEDIA_TYPE = "application/json";

    public Trace {
        findings = List.copyOf(findings);
        superseded = List.copyOf(superseded);
        unplaced = List.copyOf(unplaced);
        unnamed = List.copyOf(unnamed);
    }

    /** The worst of all findings and of what could not be looked at; {@code pass} if there is neither. */
    public Verdict verdict() {
        Verdict worst = uncovered();
        for (Finding finding : findings) {
            worst = worst.and(finding.decision().verdict());
        }
        return worst;
    }

    /** The verdict of a trace that was written. @throws dev.exhibit.crypto.encoding.MalformedException for what is none */
    public static Verdict verdictOf(Bytes document) {
        return JsonReader.readObject(document, JsonLimits.DOCUMENT).parsed("verdict", Verdict::parse);
    }

    private Verdict uncovered() {
        return unplaced.isEmpty() && unnamed.isEmpty()
                ? Verdict.PASS
                : question.book().uncovered();
    }

    /** The document: canonical JSON. */
    public Bytes bytes() {
        RuleBook book = question.book();
        return CanonicalJson.of(Json.object()
                        .with("type", TYPE)
                        .with("engine", Explain.ENGINE.toString())
                        .with("time", question.time().toString())
                        .with("slice", question.source().toString())
                        .with(
                                "subjects",
                                Json.texts(question.subjects().stream()
                                        .map(Digest::toString)
                                        .toList()))
                        .with(
                                "policy",
                                Json.object()
                                        .with("id", book.id())
                                        .with("version", book.version())
                                        .with("digest", book.digest().toString()))
                        .with("verdict", verdict().wire())
                        .with("summary", summary())
                        .with(
                                "findings",
                                Json.array(
                                        findings.stream().map(Finding::toJson).toList()))
                        .with("superseded", names(superseded))
                        .with(
                                "uncovered",
                                Json.object()
                                        .with("advisories", names(unplaced))
                                        .with("components", Json.array(unnamed))
                                        .with("verdict", uncovered().wire())))
                .bytes();
    }

    /** How many findings have which status and which verdict. */
    private Json.Obj summary() {
        SortedMap<String, Long> counts = new TreeMap<>();
        for (Status status : Status.values()) {
            counts.put(status.wire(), 0L);
        }
        for (Verdict verdict : Verdict.values()) {
            counts.put(verdict.wire(), 0L);
        }
        for (Finding finding : findings) {
            counts.merge(finding.resolution().status().wire(), 1L, Long::sum);
            counts.merge(finding.decision().verdict().wire(), 1L, Long::sum);
        }
        SortedMap<String, Json> members = new TreeMap<>();
        counts.forEach((name, count) -> members.put(name, Json.number(count)));
        return new Json.Obj(members);
    }

    private static Json.Arr names(List<Advisory> advisories) {
        return Json.array(advisories.stream().map(Finding::name).toList());
    }
}
