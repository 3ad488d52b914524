package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.testing.CertificateOrder;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.cli.context.Context;
import dev.exhibit.client.Derived;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.Registration;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import dev.exhibit.evidence.policy.RuleBook;
import dev.exhibit.testkit.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What another tenant has is answered byte for byte like what nobody has, on every route that takes an id, in the path or
 * in the body; only the request's own id differs.
 */
@Tag("proof")
class ForeignIdsIT {
    private static final String MISSING =
            Hashing.of(Bytes.utf8("what nobody has")).toString();

    @TempDir
    static Path folder;

    private static ServiceProcess service;
    private static Context owner;
    private static Context stranger;
    private static Context strangersAdmin;
    private static Map<String, String> ids;

    private static final String RULE = "{\"name\":\"fresh\",\"issuer\":\"https://ci.example\","
            + "\"jwks\":\"https://ci.example/jwks\",\"client\":\"CLIENT\",\"claims\":{\"repository\":\"acme/app\"}}";

    /** One way to ask for something by an id. */
    private record Asking(String method, String path, String body, String kind, boolean admin) {
        RawClient.Reply ask(Context reader, Context administrator, String id) {
            Context context = admin ? administrator : reader;
            String own = context.equals(strangersAdmin) ? "other" : "default";
            return body.isEmpty()
                    ? Requests.get(context, method, path.replace("ID", id))
                    : Requests.json(
                            context,
                            method,
                            path,
                            Bytes.utf8(body.replace("ID", id).replace("TENANT", own)));
        }
    }

    private static final List<Asking> ASKINGS = List.of(
            new Asking("GET", "/v1/blobs/ID", "", "blob", false),
            new Asking("HEAD", "/v1/blobs/ID", "", "blob", false),
            new Asking("GET", "/v1/evidence/ID", "", "sbom", false),
            new Asking("GET", "/v1/artifacts/ID/evidence", "", "artifact", false),
            new Asking("GET", "/v1/attestations/ID", "", "attestation", false),
            new Asking("GET", "/v1/keys/ID/history", "", "key", false),
            new Asking("POST", "/v1/signatures", "{\"artifact\":\"ID\"}", "blob", false),
            new Asking(
                    "POST",
                    "/v1/evidence",
                    "{\"digest\":\"ID\",\"kind\":\"sbom\",\"mediaType\":\"application/vnd.cyclonedx+json\","
                            + "\"subjects\":[\"" + MISSING + "\"],\"links\":[]}",
                    "sbom",
                    false),
            new Asking("POST", "/v1/slices", "{\"sbom\":\"ID\",\"component\":\"pkg:maven/a/b@1\"}", "sbom", false),
            new Asking("POST", "/v1/observations", "{\"vex\":\"ID\"}", "vex", false),
            new Asking(
                    "POST",
                    "/v1/explanations",
                    "{\"slice\":\"ID\",\"policy\":\"" + Hashing.of(RuleBook.standard()) + "\"}",
                    "sbom",
                    false),
            new Asking("POST", "/v1/replays", "{\"derivation\":\"ID\"}", "derivation", false),
            new Asking("POST", "/v1/clients:disable", "{\"client\":\"ID\"}", "client", true),
            new Asking("POST", "/v1/clients:enable", "{\"client\":\"ID\"}", "client", true),
            new Asking("POST", "/v1/identities:disable", "{\"identity\":\"ID\"}", "identity", true),
            new Asking("POST", "/v1/identities:enable", "{\"identity\":\"ID\"}", "identity", true),
            // Revoking says nothing about what there is, to its owner neither: see the test about it.
            new Asking("POST", "/v1/certificates:revoke", "{\"certificate\":\"ID\"}", "certificate", true),
            new Asking(
                    "POST",
                    "/v1/enrolments",
                    "{\"client\":\"ID\",\"identity\":\"" + Administrator.identity("TENANT", "new") + "\"}",
                    "client",
                    true),
            new Asking("POST", "/v1/exchange-rules", RULE.replace("CLIENT", "ID"), "client", true),
            new Asking("POST", "/v1/exchange-rules:remove", "{\"name\":\"ID\"}", "rule", true));

    @BeforeAll
    static void twoTenants() throws IOException {
        // Each request gets a token of its own here: more than one client gets otherwise.
        Path config = Files.writeString(folder.resolve("config.json"), "{\"limits\":{\"issuanceRequests\":1000}}");
        service = InstalledProgram.serve(folder.resolve("data"), new String[0], "--config", config.toString());
        OtherCertificates certificates = new OtherCertificates(service, folder);
        owner = InstalledProgram.context(service.data(), "pipeline");
        Administrator installation =
                new Administrator(InstalledProgram.context(service.data(), "tenant-admin"), certificates, "default");
        Administrator other = installation.found("other");
        stranger = other.register("pipeline", "pipeline");
        strangersAdmin = other.context();
        ids = stored();
        addRule("release");
    }

    private static void addRule(String name) {
        Bytes rule = Bytes.utf8(
                RULE.replace("fresh", name).replace("CLIENT", Administrator.identity("default", "pipeline")));
        assertThat(Requests.json(installation(), "POST", "/v1/exchange-rules", rule)
                        .status())
                .isEqualTo(201);
    }

    private static Context installation() {
        return InstalledProgram.context(service.data(), "tenant-admin");
    }

    /** One thing of each kind, all of the first tenant. */
    private static Map<String, String> stored() throws IOException {
        Path artifact = Files.writeString(folder.resolve("artifact"), "an artifact");
        Digest digest = Hashing.of(artifact).digest();
        Bytes sbom = Bytes.utf8("{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"version\":1,"
                + "\"components\":[{\"type\":\"library\",\"bom-ref\":\"b\",\"name\":\"b\",\"version\":\"1\","
                + "\"purl\":\"pkg:maven/a/b@1\"}],\"dependencies\":[{\"ref\":\"b\",\"dependsOn\":[]}]}");
        Map<String, String> found = new TreeMap<>();
        try (ExhibitClient client = InstalledProgram.patient(owner)) {
            var attested =
                    client.attest(InstalledProgram.provenance(UUID.randomUUID().toString(), digest), artifact, true);
            client.putBlob(Hashing.of(sbom), sbom);
            client.register(new Registration(
                    Hashing.of(sbom), "sbom", "application/vnd.cyclonedx+json", List.of(digest), List.of()));
            Bytes vex = Bytes.utf8("{\"@context\":\"https://openvex.dev/ns\",\"author\":\"A\","
                    + "\"timestamp\":\"2026-01-01T00:00:00Z\",\"statements\":[{\"vulnerability\":\"CVE-1\","
                    + "\"products\":[\"pkg:maven/a/b@1\"],\"status\":\"fixed\"}]}");
            Map.of("vex", vex, "policy", RuleBook.standard()).forEach((kind, document) -> {
                client.putBlob(Hashing.of(document), document);
                client.register(
                        new Registration(Hashing.of(document), kind, RuleBook.MEDIA_TYPE, List.of(digest), List.of()));
            });
            found.put("vex", Hashing.of(vex).toString());
            Derived derived = client.slice(Hashing.of(sbom), "pkg:maven/a/b@1");
            found.put("artifact", digest.toString());
            found.put("blob", digest.toString());
            found.put("attestation", attested.evidence().toString());
            found.put("sbom", Hashing.of(sbom).toString());
            found.put("key", client.keys().getFirst().id().hex());
            found.put("derivation", derived.derivation().toString());
        }
        found.put("client", Administrator.identity("default", "pipeline"));
        found.put("identity", Administrator.identity("default", "pipeline"));
        found.put("certificate", Hashing.of(Bytes.utf8("some certificate")).toString());
        found.put("rule", "release");
        return found;
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void foreignIsLikeMissing() {
        List<String> wrong = new ArrayList<>();
        for (Asking asking : ASKINGS) {
            String own = id(asking.kind());
            String foreign = told(asking.ask(stranger, strangersAdmin, own), own);
            String nobodys = nobodys(asking.kind());
            String missing = told(asking.ask(stranger, strangersAdmin, nobodys), nobodys);
            if (!foreign.equals(missing)) {
                wrong.add(asking + "\nforeign " + foreign + "\nmissing " + missing);
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Or the test above would show nothing. */
    @Test
    void itsOwnerFindsIt() {
        List<String> wrong = new ArrayList<>();
        Context admin = InstalledProgram.context(service.data(), "tenant-admin");
        for (Asking asking : ASKINGS) {
            RawClient.Reply reply = asking.ask(owner, admin, id(asking.kind()));
            if (reply.status() >= 300) {
                wrong.add(asking + ": " + reply.status() + " " + reply.text());
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** What was there once is answered like what never was, to its owner and to others. */
    @Test
    void whatWasRemovedIsLikeMissing() {
        String remove = "{\"name\":\"NAME\"}";
        addRule("gone");
        removed(installation(), remove, "gone");
        for (Context administrator : List.of(installation(), strangersAdmin)) {
            String gone = told(removing(administrator, remove, "gone"), "gone");
            assertThat(gone).isEqualTo(told(removing(administrator, remove, "never"), "never"));
            assertThat(gone).startsWith("404");
        }
    }

    private static void removed(Context administrator, String body, String name) {
        assertThat(removing(administrator, body, name).status()).isEqualTo(204);
    }

    private static RawClient.Reply removing(Context administrator, String body, String name) {
        return Requests.json(
                administrator, "POST", "/v1/exchange-rules:remove", Bytes.utf8(body.replace("NAME", name)));
    }

    /** A code of another tenant, one that was used, and one that never was: nobody learns whose there are. */
    @Test
    void aForeignCodeIsLikeAMissingOne() {
        String secret = "a".repeat(32);
        String foreign = told(enrolled("default." + secret), "default." + secret);
        assertThat(foreign).startsWith("403").contains("code_unknown");
        assertThat(told(enrolled("other." + secret), "other." + secret)).isEqualTo(foreign);
        assertThat(told(enrolled("nobody." + secret), "nobody." + secret)).isEqualTo(foreign);
    }

    private static RawClient.Reply enrolled(String code) {
        String order = CertificateOrder.pem(ThrowawayKey.p256());
        String body = CanonicalJson.of(Json.object().with("request", order).with("code", code))
                .bytes()
                .asLenientText();
        try (RawClient client =
                RawClient.tls(service.authority().getPort(), ClientContexts.withoutCertificate(owner))) {
            return client.send("POST /enroll HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                            + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                    .read(false);
        }
    }

    /** A tenant's revocation of another's certificate is answered like one of nobody's, and does nothing to it. */
    @Test
    void aForeignCertificateIsNotRevoked() {
        String certificate = OtherCertificates.thumbprint(owner);
        Asking revoke = ASKINGS.stream()
                .filter(asking -> asking.kind().equals("certificate"))
                .findFirst()
                .orElseThrow();
        String foreign = told(revoke.ask(stranger, strangersAdmin, certificate), certificate);
        assertThat(foreign).isEqualTo(told(revoke.ask(stranger, strangersAdmin, MISSING), MISSING));
        assertThat(Requests.get(owner, "GET", "/v1/keys").status()).isEqualTo(200);
    }

    /** Neither below another tenant's path, nor with nothing between: the next tenant may be called that. */
    @Test
    void aTenantCannotTakeNamesOfAnother() {
        String below = Administrator.identity("default", "new");
        for (String name : List.of(
                below,
                "spiffe://exhibit.internal/service",
                "spiffe://exhibit.internal/tenant/otherx/a",
                "spiffe://exhibit.internal/tenant/other/job/build/1")) {
            Bytes client = Bytes.utf8("{\"client\":\"thief\",\"role\":\"pipeline\",\"identities\":[\"" + name + "\"]}");
            Bytes called = Bytes.utf8("{\"client\":\"" + name + "\",\"role\":\"pipeline\",\"identities\":[]}");
            Bytes identity = Bytes.utf8("{\"identity\":\"" + name + "\",\"client\":\"other-pipeline\"}");
            for (RawClient.Reply reply : List.of(
                    Requests.json(strangersAdmin, "POST", "/v1/clients", client),
                    Requests.json(strangersAdmin, "POST", "/v1/clients", called),
                    Requests.json(strangersAdmin, "POST", "/v1/identities", identity))) {
                assertThat(reply.status()).as(name + ": " + reply.text()).isEqualTo(400);
            }
        }
    }

    @Test
    void aTenantThatIsThereGetsNoOtherAdministrator() {
        Context installation = InstalledProgram.context(service.data(), "tenant-admin");
        Bytes another = Bytes.utf8(
                "{\"tenant\":\"other\",\"administrator\":\"" + Administrator.identity("other", "second") + "\"}");
        assertThat(Requests.json(installation, "POST", "/v1/tenants", another).status())
                .isEqualTo(409);
        Bytes same = Bytes.utf8(
                "{\"tenant\":\"other\",\"administrator\":\"" + Administrator.identity("other", "admin") + "\"}");
        assertThat(Requests.json(installation, "POST", "/v1/tenants", same).status())
                .as("a repetition")
                .isEqualTo(201);
    }

    @Test
    void whatIsNoIdIsRefusedBeforeAnythingIsLookedUp() {
        for (Asking asking : ASKINGS) {
            RawClient.Reply reply = asking.ask(owner, strangersAdmin, "no%20id");
            assertThat(reply.status()).as(asking + ": " + reply.text()).isEqualTo(400);
        }
    }

    private static String id(String kind) {
        return Objects.requireNonNull(ids.get(kind), kind);
    }

    private static String nobodys(String kind) {
        return switch (kind) {
            case "rule" -> "never";
            case "key" -> "0".repeat(64);
            case "client", "identity" -> Administrator.identity("default", "nobody-in");
            default -> MISSING;
        };
    }

    /** The whole answer but for what belongs to the one request: its id, its time, and what it asked for. */
    private static String told(RawClient.Reply reply, String asked) {
        Map<String, String> headers = new TreeMap<>(reply.headers());
        String correlation = headers.getOrDefault("correlation-id", "none");
        headers.keySet().removeAll(List.of("date", "correlation-id"));
        String text = reply.status() + " " + headers + " " + reply.text();
        return text.replace(correlation, "CORRELATION").replace(asked, "ID");
    }
}
