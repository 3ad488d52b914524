package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.cli.context.Context;
import dev.exhibit.client.AttestOrder;
import dev.exhibit.client.ClientProblem;
import dev.exhibit.client.KeyCustody;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.testkit.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Who may have what signed, who may change that, and files that say so: on a running service that wants two administrators. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("proof")
class PolicyIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SECOND = "spiffe://exhibit.internal/tenant/default/second-admin";

    @TempDir
    static Path folder;

    private static ServiceProcess service;
    private static Administrator first;
    private static OtherCertificates others;

    @BeforeAll
    static void start() throws IOException {
        Path config = Files.writeString(
                folder.resolve("config.json"),
                "{\"registry\":{\"approvals\":2},\"custody\":{\"revoke\":2,\"destroy\":2},\"gates\":{\"producers\":["
                        + "{\"predicateType\":\"" + PredicateTypes.CYCLONEDX_BOM + "\",\"needs\":\""
                        + PredicateTypes.SLSA_PROVENANCE + "\",\"identities\":[\""
                        + Administrator.identity("default", "pipeline") + "\"]}]}}");
        service = InstalledProgram.serve(folder.resolve("data"), new String[0], "--config", config.toString());
        others = new OtherCertificates(service, folder);
        first = new Administrator(InstalledProgram.context(service.data(), "tenant-admin"), others, "default");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    @Order(1)
    void whoIsListedWhileTheServiceRunsIsRegistered() throws IOException {
        assertThat(ready()).contains("\"name\":\"second-administrator\"").contains("\"status\":\"ready\"");
        assertThat(ready()).contains("needs two");
        String before = Files.readString(identities());
        String added = before.replaceFirst(
                "\\{\"identities\":\\[",
                "{\"identities\":[{\"identity\":\"" + SECOND + "\",\"role\":\"tenant-admin\",\"tenant\":\"default\"},");
        replace(added);
        await().atMost(PATIENCE).until(() -> !ready().contains("needs two"));
    }

    @Test
    @Order(2)
    void aBadListChangesNothingAndIsToldUntilItIsGood() throws IOException {
        String good = Files.readString(identities());
        replace(good.replace("tenant-admin", "emperor"));
        await().atMost(PATIENCE).until(() -> ready().contains("what was there before is in use"));
        assertThat(ready()).contains("\"status\":\"ready\"").doesNotContain("emperor");
        assertThat(reply(first.context(), "GET", "/v1/clients", Bytes.empty()).status())
                .isEqualTo(200);
        replace(good);
        await().atMost(PATIENCE).until(() -> !ready().contains("what was there before"));
    }

    @Test
    @Order(3)
    void oneAdministratorMakesNoOtherAndTwoDo() {
        Json.Obj client = Json.object()
                .with("client", "custodian")
                .with("role", "key-custodian")
                .with("identities", Json.texts(List.of(Administrator.identity("default", "custodian"))));
        for (int i = 0; i < 3; i++) {
            assertThat(first.post("/v1/clients", client, 409).text()).contains("needs_second_approval");
        }
        Context second = others.of("default", "second-admin", SECOND, InstantSource.system());
        assertThat(reply(second, "GET", "/v1/changes", Bytes.empty()).text()).contains("custodian");
        new Administrator(second, others, "default").post("/v1/clients", client, 201);
        assertThat(first.post(
                                "/v1/enrolments",
                                Json.object().with("client", SECOND).with("identity", SECOND),
                                409)
                        .text())
                .contains("needs_second_approval");
    }

    @Test
    @Order(4)
    void anIdentityHasSignedWhatItMayAndNothingElse() throws IOException {
        Context narrow = first.register("narrow", "pipeline");
        Path artifact = Files.writeString(folder.resolve("artifact"), "an artifact");
        Digest digest = Hashing.of(Bytes.utf8("an artifact"));
        allow(Json.object().with("predicateTypes", Json.texts(List.of("https://other.example/v1"))));
        refused(narrow, artifact, digest, "predicate_not_allowed");
        allow(Json.object().with("predicateTypes", Json.texts(List.of(PredicateTypes.SLSA_PROVENANCE))));
        try (var client = InstalledProgram.impatient(narrow)) {
            client.attest(InstalledProgram.provenance("it-is-allowed", digest), artifact, false);
        }
        allow(Json.object().with("keys", Json.texts(List.of("0".repeat(64)))));
        refused(narrow, artifact, digest, "key_not_allowed");
    }

    @Test
    @Order(5)
    void aKeyIsRotatedByOneAndRevokedByTwo() {
        try (var custodian = InstalledProgram.impatient(InstalledProgram.context(service.data(), "key-custodian"));
                var operator = InstalledProgram.impatient(InstalledProgram.context(service.data(), "operator"))) {
            KeyCustody custody = custodian.keyCustody();
            KeyCustody approvals = operator.keyCustody();
            String old = custody.keys().getFirst().keyId();
            String next = custody.prepare("rotate-once", "a rotation").keyId();
            assertThat(custody.activate(next, "a rotation").state()).isEqualTo("active");
            assertThat(custody.keys())
                    .extracting(KeyCustody.Key::keyId, KeyCustody.Key::state)
                    .containsExactly(tuple(old, "tainted"), tuple(next, "active"));

            needed(() -> custody.revoke(old, "found in a backup"), "needs_second_approval");
            needed(() -> custody.revoke(old, "found in a backup"), "needs_second_approval");
            String change = approvals.proposals().getFirst().change();
            needed(() -> custody.approve(change), "scope_missing");
            needed(() -> approvals.revoke(old, "found in a backup"), "scope_missing");
            assertThat(approvals.approve(change).revokedFrom()).isPresent();
            assertThat(custody.history(old))
                    .extracting(KeyCustody.Change::state)
                    .containsExactly("prepared", "active", "tainted", "revoked");
            assertThat(custody.history(old).getLast().approvedBy()).isPresent();

            needed(() -> custody.destroy(old, "of no use"), "needs_second_approval");
            custody.withdraw(approvals.proposals().getFirst().change());
            assertThat(approvals.proposals()).isEmpty();
        }
    }

    @Test
    @Order(6)
    void whatMustComeBeforeASignatureMustComeFromWhoIsNamed() throws IOException {
        Path artifact = Files.writeString(folder.resolve("gated"), "a gated artifact");
        Digest digest = Hashing.of(Bytes.utf8("a gated artifact"));
        Context builder = first.register("builder", "pipeline");
        try (var named = InstalledProgram.impatient(InstalledProgram.context(service.data(), "pipeline"));
                var other = InstalledProgram.impatient(builder)) {
            needed(() -> named.attest(materials("materials-1", digest), artifact, false), "producer_missing");
            other.attest(InstalledProgram.provenance("of-somebody-else", digest), artifact, false);
            needed(() -> named.attest(materials("materials-2", digest), artifact, false), "producer_missing");
            needed(() -> other.sign("bare-artifact", digest, artifact), "producer_missing");
            named.attest(InstalledProgram.provenance("of-who-is-named", digest), artifact, false);
            other.attest(materials("materials-3", digest), artifact, false);
            other.sign("bare-artifact", digest, artifact);
        }
    }

    private static AttestOrder materials(String key, Digest artifact) {
        Json.Obj bom = Json.object().with("bomFormat", "CycloneDX").with("specVersion", "1.6");
        return new AttestOrder(key, "artifact", artifact, PredicateTypes.CYCLONEDX_BOM, bom);
    }

    private static void needed(ThrowingCallable act, String code) {
        assertThatExceptionOfType(ClientProblem.class)
                .isThrownBy(act)
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private static void allow(Json.Obj allowance) {
        first.post(
                "/v1/identities:allow", allowance.with("identity", Administrator.identity("default", "narrow")), 200);
    }

    private static void refused(Context who, Path artifact, Digest digest, String code) {
        try (var client = InstalledProgram.impatient(who)) {
            ClientProblem refused = org.assertj.core.api.Assertions.catchThrowableOfType(
                    ClientProblem.class,
                    () -> client.attest(InstalledProgram.provenance("refused-" + code, digest), artifact, false));
            assertThat(refused.code()).isEqualTo(code);
        }
    }

    private static RawClient.Reply reply(Context context, String method, String path, Bytes body) {
        return body.size() == 0 ? Requests.get(context, method, path) : Requests.json(context, method, path, body);
    }

    private static Path identities() {
        return service.data().resolve("identities.json");
    }

    private static void replace(String text) throws IOException {
        Path next = Files.writeString(folder.resolve("next.json"), text);
        Files.setPosixFilePermissions(next, Files.getPosixFilePermissions(identities()));
        Files.move(next, identities(), StandardCopyOption.REPLACE_EXISTING);
    }

    private static String ready() {
        try (RawClient client = RawClient.plain(service.operations().getPort())) {
            return client.request("GET", "/health/ready").text();
        }
    }
}
