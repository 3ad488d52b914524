package dev.exhibit.cli.demo;

import dev.exhibit.cli.picture.ExplainPage;
import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.client.Derived;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.Explanations.Explained;
import dev.exhibit.client.Explanations.Order;
import dev.exhibit.client.Registration;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.evidence.advisory.Advisory;
import dev.exhibit.evidence.policy.RuleBook;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How the slice stands to an advisory: one that is made up, so that the answer does not depend on the day. */
final class Explaining {
    private static final String ID = "DEMO-2026-1";
    private static final String MODIFIED = "2026-01-01T00:00:00Z";

    private final ExhibitClient client;
    private final Narrator tell;
    private final Digest artifact;

    Explaining(ExhibitClient client, Narrator tell, Digest artifact) {
        this.client = client;
        this.tell = tell;
        this.artifact = artifact;
    }

    /** @param page where the explanation goes for people */
    Explained run(Derived slice, Path page) {
        // 1. Stored and registered as anybody's would be.
        Digest advisory = store("advisory", Advisory.MEDIA_TYPE, advisory());
        Digest policy = store("policy", RuleBook.MEDIA_TYPE, RuleBook.standard());
        // 2. The service computes, and keeps the trace with the record by which it is replayed.
        Explained explained = client.explanations()
                .explain(new Order(
                        slice.slice(), List.of(advisory), List.of(), policy, Optional.of(Instant.parse(MODIFIED))));
        Bytes trace = client.blob(explained.trace());
        Documents.write(page, ExplainPage.of(trace, explained.derivation().toString()));
        // 3. What it says.
        for (ObjectReader finding :
                JsonReader.readObject(trace, JsonLimits.DOCUMENT).objects("findings", 1)) {
            tell.fact("advisory", ID + ", made up: versions before 99.0.0");
            tell.fact("component", finding.object("component").text("purl"));
            tell.fact("status", finding.text("status") + ", so the rule book says " + explained.verdict());
        }
        tell.fact("trace", explained.trace());
        tell.fact("record", explained.derivation());
        tell.fact("page", page.getFileName());
        return explained;
    }

    private Digest store(String kind, String mediaType, Bytes document) {
        Digest digest = Hashing.of(document);
        client.putBlob(digest, document);
        client.register(new Registration(digest, kind, mediaType, List.of(artifact), List.of()));
        return digest;
    }

    private static Bytes advisory() {
        Json.Obj named =
                Json.object().with("ecosystem", "Maven").with("name", "com.fasterxml.jackson.core:jackson-core");
        Json.Obj range = Json.object()
                .with("type", "ECOSYSTEM")
                .with(
                        "events",
                        Json.array(List.of(
                                Json.object().with("introduced", "0"),
                                Json.object().with("fixed", "99.0.0"))));
        return CanonicalJson.of(Json.object()
                        .with("id", ID)
                        .with("modified", MODIFIED)
                        .with("summary", "Made up for the demo; nothing is known to be wrong with this package.")
                        .with(
                                "affected",
                                Json.array(List.of(Json.object()
                                        .with("package", named)
                                        .with("ranges", Json.array(List.of(range)))))))
                .bytes();
    }
}
