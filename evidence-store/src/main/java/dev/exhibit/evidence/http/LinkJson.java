package dev.exhibit.evidence.http;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.journal.EvidenceClaim;
import dev.exhibit.crypto.journal.JournalEvent;
import dev.exhibit.crypto.journal.JournalFact;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.ChangesOfArtifact;
import dev.exhibit.evidence.ChangesOfArtifact.Verdicts;
import dev.exhibit.evidence.Grounds;
import dev.exhibit.evidence.Grounds.Found;
import dev.exhibit.evidence.Registration;
import dev.exhibit.evidence.explain.TraceDifference;
import dev.exhibit.evidence.mention.FindPackage;
import dev.exhibit.evidence.mention.MentionIndex.Touching;
import dev.exhibit.evidence.version.Purl;
import dev.exhibit.evidence.vex.Observation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Answers to questions across documents, as documents. */
final class LinkJson {
    private static final int MAX_CHANGES = 1_000;

    private LinkJson() {}

    static Json.Obj components(Purl purl, FindPackage.Page page) {
        return Json.object()
                .with("purl", purl.text())
                .with(
                        "components",
                        Json.array(page.components().stream()
                                .map(named -> Json.object()
                                        .with("purl", named.purl())
                                        .with("sbom", named.document().toString())
                                        .with("artifacts", texts(named.subjects())))
                                .toList()))
                .with("unread", page.unread());
    }

    static Json.Obj changes(Digest artifact, Instant since, ChangesOfArtifact.Page page) {
        Json.Obj json = Json.object()
                .with("artifact", artifact.toString())
                .with("since", since.toString())
                .with(
                        "events",
                        Json.array(page.told().stream()
                                .map(told -> event(told.act()))
                                .toList()))
                .with(
                        "parts",
                        Json.array(page.parts().stream().map(LinkJson::part).toList()))
                .with("moreParts", page.moreParts())
                .with("unread", page.unread());
        return page.verdicts()
                .map(verdicts -> json.with("verdicts", verdicts(verdicts)))
                .orElse(json);
    }

    private static Json.Obj event(JournalEvent.Act act) {
        Json.Obj json = Json.object()
                .with("at", act.at().toString())
                .with("by", act.by())
                .with("event", act.fact().event());
        return switch (act.fact()) {
            case JournalFact.EvidenceRegistered registered -> claim(json, registered.claim());
            case JournalFact.EvidenceLinked linked -> claim(json, linked.claim());
            case JournalFact.BlobStored stored ->
                json.with("digest", stored.digest().toString());
            case JournalFact.BlobGone gone -> json.with("digest", gone.digest().toString());
            case JournalFact.Hold hold -> json.with("hold", hold.id());
            case JournalFact.AuditHead head -> json.with("room", head.room());
        };
    }

    private static Json.Obj claim(Json.Obj json, EvidenceClaim claim) {
        Json.Obj told = json.with("digest", claim.digest().toString()).with("kind", claim.kind());
        return claim.predicateType()
                .map(type -> told.with("predicateType", type))
                .orElse(told);
    }

    private static Json.Obj part(Touching touching) {
        return Json.object()
                .with("digest", touching.document().toString())
                .with("kind", touching.kind().wire())
                .with("storedAt", touching.storedAt().toString())
                .with("purl", touching.purl());
    }

    private static Json.Obj verdicts(Verdicts verdicts) {
        Json.Obj json = Json.object().with("after", verdicts.after().toString());
        Json.Obj both = verdicts.before()
                .map(before -> json.with("before", before.toString()))
                .orElse(json);
        return verdicts.difference()
                .map(difference -> both.with("difference", difference(difference)))
                .orElse(both);
    }

    /** The first of very many changes. */
    private static Json.Obj difference(TraceDifference difference) {
        List<TraceDifference.Change> first =
                difference.changes().stream().limit(MAX_CHANGES).toList();
        return new TraceDifference(difference.before(), difference.after(), first)
                .toJson()
                .with("more", first.size() < difference.changes().size());
    }

    static Json.Obj found(Digest start, Found found) {
        List<Json> nodes = new ArrayList<>();
        found.nodes().forEach((digest, node) -> nodes.add(node(digest, node, found)));
        return Json.object()
                .with("start", start.toString())
                .with("nodes", Json.array(nodes))
                .with(
                        "edges",
                        Json.array(found.edges().stream()
                                .map(edge -> Json.object()
                                        .with("from", edge.from().toString())
                                        .with("relation", edge.relation())
                                        .with("to", edge.to().toString()))
                                .toList()))
                .with("cut", found.cut());
    }

    private static Json.Obj node(Digest digest, Grounds.Node node, Found found) {
        Json.Obj json = Json.object().with("digest", digest.toString()).with("depth", node.depth());
        json = node.facts().isPresent() ? described(json, node.facts().get()) : json;
        Observation statement = found.statements().get(digest);
        json = statement == null ? json : json.with("statement", statement(statement));
        Collection<String> uses = found.uses().get(digest);
        return uses == null ? json : json.with("uses", Json.texts(List.copyOf(uses)));
    }

    private static Json.Obj described(Json.Obj json, Registration facts) {
        Json.Obj described = json.with("kind", facts.kind().wire());
        return facts.predicateType()
                .map(type -> described.with("predicateType", type))
                .orElse(described);
    }

    private static Json.Obj statement(Observation observation) {
        Json.Obj json = Json.object()
                .with("vulnerability", observation.vulnerability())
                .with("status", observation.status().wire())
                .with("issuer", observation.said().issuer())
                .with("time", observation.said().time().toString());
        Optional<String> product = observation
                .product()
                .purl()
                .map(Purl::text)
                .or(() -> observation.product().digest().map(Digest::toString));
        json = product.isPresent() ? json.with("product", product.get()) : json;
        Optional<String> why = observation.justification();
        return why.isPresent() ? json.with("justification", why.get()) : json;
    }

    private static Json.Arr texts(Collection<Digest> digests) {
        return Json.texts(digests.stream().map(Digest::toString).toList());
    }
}
