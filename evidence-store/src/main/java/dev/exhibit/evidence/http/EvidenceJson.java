package dev.exhibit.evidence.http;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.evidence.DeriveSlice.Sliced;
import dev.exhibit.evidence.EvidenceKind;
import dev.exhibit.evidence.EvidenceOfArtifact.Page;
import dev.exhibit.evidence.EvidenceRecord;
import dev.exhibit.evidence.Link;
import dev.exhibit.evidence.MediaType;
import dev.exhibit.evidence.Registration;
import dev.exhibit.evidence.derive.ReplayResult;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The documents of the API: requests read strictly, answers rendered. */
final class EvidenceJson {
    private EvidenceJson() {}

    /** Reads {@code {"digest", "kind", "mediaType", "subjects": [digest], "links": [{"relation", "target"}]}}. */
    static Registration registration(ObjectReader request) {
        Registration registration = Registration.of(
                request.parsed("digest", Digest::parse),
                request.parsed("kind", EvidenceKind::parse),
                request.parsed("mediaType", MediaType::new),
                subjects(request),
                links(request));
        request.end();
        return registration;
    }

    /** Renders a record; {@code predicateType} is there for attestations only. */
    static Json.Obj record(EvidenceRecord record) {
        Registration facts = record.facts();
        Json.Obj json = Json.object()
                .with("digest", facts.digest().toString())
                .with("kind", facts.kind().wire())
                .with("mediaType", facts.mediaType().value())
                .with(
                        "subjects",
                        Json.texts(
                                facts.subjects().stream().map(Digest::toString).toList()))
                .with(
                        "links",
                        Json.array(
                                facts.links().stream().map(EvidenceJson::link).toList()))
                .with("storedAt", record.storedAt().toString())
                .with("storedBy", record.storedBy().value());
        return facts.predicateType()
                .map(type -> json.with("predicateType", type))
                .orElse(json);
    }

    /** Renders a page of what speaks of an artifact; {@code "covered": false} is there only where it is so. */
    static Json.Obj page(Digest artifact, Page page) {
        List<Json.Obj> records = page.records().stream()
                .map(record -> page.uncovered().contains(record.facts().digest())
                        ? record(record).with("covered", false)
                        : record(record))
                .toList();
        return Json.object().with("artifact", artifact.toString()).with("evidence", Json.array(records));
    }

    /** Adds a receipt, where there is one. */
    static Json.Obj with(Json.Obj answer, Optional<Envelope> receipt) {
        return receipt.map(signed -> answer.with("receipt", signed.toJson())).orElse(answer);
    }

    static Json.Obj sliced(Sliced sliced) {
        return Json.object()
                .with("slice", sliced.slice().toString())
                .with("derivation", sliced.derivation().toString())
                .with("proof", sliced.proof().toString())
                .with("proofDerivation", sliced.proofDerivation().toString())
                .with("components", sliced.components());
    }

    static Json.Obj replayed(ReplayResult result) {
        Json.Obj json = Json.object().with("output", result.output().toString());
        return switch (result) {
            case ReplayResult.Identical identical -> json.with("result", "identical");
            case ReplayResult.Differs differs ->
                json.with("result", "differs")
                        .with("class", differs.kind().wire())
                        .with("detail", differs.detail());
        };
    }

    private static Json.Obj link(Link link) {
        return Json.object()
                .with("relation", link.relation())
                .with("target", link.target().toString());
    }

    private static Set<Digest> subjects(ObjectReader request) {
        Set<Digest> subjects = new TreeSet<>();
        int at = 0;
        for (String text : request.texts("subjects", Registration.MAX_SUBJECTS)) {
            String pointer = request.pointerTo("subjects") + "/" + at++;
            try {
                subjects.add(Digest.parse(text));
            } catch (MalformedException refused) {
                throw new MalformedException(refused.reason(), pointer, String.valueOf(refused.getMessage()));
            }
        }
        return subjects;
    }

    private static Set<Link> links(ObjectReader request) {
        Set<Link> links = new TreeSet<>();
        for (ObjectReader item : request.objects("links", Registration.MAX_LINKS)) {
            Digest target = item.parsed("target", Digest::parse);
            links.add(item.parsed("relation", relation -> new Link(relation, target)));
            item.end();
        }
        return links;
    }
}
