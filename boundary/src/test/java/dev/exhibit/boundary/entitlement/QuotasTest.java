package dev.exhibit.boundary.entitlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.testing.TestEntitlements;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files of entitlements are taken, and what holds when one is bad, replaced or over. */
class QuotasTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId OTHER = new TenantId("other");
    private static final Instant END = Instant.parse("2031-01-01T00:00:00Z");
    private static final String GOOD = "{'version':1,'expires':'2031-01-01T00:00:00Z','tenants':2,'plans':{"
            + "'small':{'requestsPerSecond':5,'clients':3,'storedBytes':0},'none':{}},"
            + "'assigned':{'acme':'small'},'plan':'none'}";

    @TempDir
    Path folder;

    private Instant now = END.minusNanos(1);

    @Test
    void aTenantHasItsPlanAndAllOthersTheUsualOne() {
        for (ThrowawayKey key : new ThrowawayKey[] {ThrowawayKey.p256(), ThrowawayKey.ed25519()}) {
            Quotas quotas = new TestEntitlements(folder, key).sign(GOOD).quotas(() -> now);
            assertThat(quotas.plan(ACME)).isEqualTo(new Plan(Optional.of(5), Optional.of(3), Optional.of(0L)));
            assertThat(quotas.plan(OTHER)).isEqualTo(Plan.unbounded());
            assertThat(quotas.inForce()).isTrue();
            assertThat(quotas.problem()).isEmpty();
        }
        assertThat(Quotas.none().plan(ACME)).isEqualTo(Plan.unbounded());
        assertThat(Quotas.none().inForce()).isFalse();
    }

    @Test
    void theLimitIsTakenAndOneMoreIsNot() {
        Quotas quotas = new TestEntitlements(folder).sign(GOOD).quotas(() -> now);
        quotas.demandTenant(1);
        assertThat(exceeded(() -> quotas.demandTenant(2))).isEqualTo("tenants of the installation: limit 2, seen 3");
        quotas.demandClients(ACME, 3);
        assertThat(exceeded(() -> quotas.demandClients(ACME, 4))).isEqualTo("clients of the tenant: limit 3, seen 4");
        quotas.demandClients(OTHER, 1_000_000);
        Quotas.none().demandTenant(1_000_000);
    }

    @Test
    void onlyTheConfiguredKeySigns() {
        TestEntitlements signer = new TestEntitlements(folder);
        String type = EntitlementReader.PAYLOAD_TYPE;
        signer.signBy(ThrowawayKey.p256(), type, GOOD);
        refused(signer, "the key of entitlements.signer did not sign this");
        signer.signBy(ThrowawayKey.ed25519(), type, GOOD);
        refused(signer, "entitlements.json");
        refused(new TestEntitlements(folder).sign(GOOD).put(tampered()), "did not sign this");
        refused(new TestEntitlements(folder, ThrowawayKey.p384()).sign(GOOD), "use one of ECDSA P-256 or Ed25519");
        TestEntitlements other = new TestEntitlements(folder);
        ThrowawayKey known = ThrowawayKey.p256();
        refused(new TestEntitlements(folder, known).signBy(known, "application/json", GOOD), "payloadType: expected");
        other.put(Bytes.utf8("{}"));
        refused(other, "payloadType: missing");
    }

    /** A file of the same signer for whom another tenant's plan was put in. */
    private Bytes tampered() {
        try {
            String text = Files.readString(folder.resolve("entitlements.json"));
            int payload = text.indexOf("\"payload\":\"") + 15;
            char other = text.charAt(payload) == 'A' ? 'B' : 'A';
            return Bytes.utf8(text.substring(0, payload) + other + text.substring(payload + 1));
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'version':1,                      | 'version':2,              | version: expected an integer from 1 to 1",
                "'version':1,                      | ``                        | version: missing",
                "'version':1,                      | 'version':1,'more':1,     | more: unknown member",
                "'clients':3                       | 'clients':0               | plans.small.clients: expected an integer",
                "'clients':3                       | 'clients':1000001         | plans.small.clients: expected an integer",
                "'clients':3                       | 'client':3                | plans.small.client: unknown member",
                "'requestsPerSecond':5             | 'requestsPerSecond':0     | expected an integer from 1 to 1000000",
                "'requestsPerSecond':5             | 'requestsPerSecond':1.5   | expected an integer from 1 to 1000000",
                "'storedBytes':0                   | 'storedBytes':-1          | expected an integer from 0 to",
                "'tenants':2                       | 'tenants':0               | tenants: expected an integer",
                "'acme':'small'                    | 'acme':'large'            | assigned.acme: plans has no plan of that",
                "'acme':'small'                    | 'ACME':'small'            | assigned.ACME: a tenant is named",
                "'none':{}                         | 'Nó':{},'none':{}         | a plan is named with",
                ",'plan':'none'                    | ``                        | plan: missing",
                "'plan':'none'                     | 'plan':'nothing'          | plan: plans has no plan of that name",
                "2031-01-01T00:00:00Z              | 2031-01-01T00:00:00+01:00 | expires: expected a time in UTC",
                "2031-01-01T00:00:00Z              | 2031-02-30T00:00:00Z      | expires: there is no such time",
                "2031-01-01T00:00:00Z              | 2030-12-31T00:00:00Z      | the entitlements ended at 2030-12-31",
            })
    void whatIsWrongStopsTheStart(String good, String bad, String message) {
        assertThat(GOOD).contains(good);
        refused(new TestEntitlements(folder).sign(GOOD.replace(good, bad)), message);
    }

    @Test
    void soManyPlansAreTakenAndOneMoreIsNot() {
        TestEntitlements signer = new TestEntitlements(folder);
        assertThat(signer.sign(plans(254)).quotas(() -> now).inForce()).isTrue();
        refused(signer.sign(plans(255)), "plans: 257 members, limit 256");
    }

    private static String plans(int more) {
        String plans =
                IntStream.range(0, more).mapToObj(i -> "'p" + i + "':{},").collect(Collectors.joining());
        return GOOD.replace("'none':{}", plans + "'none':{}");
    }

    @Test
    void whatIsMissingStopsTheStart() throws IOException {
        TestEntitlements signer = new TestEntitlements(folder);
        refused(signer, "entitlements.json is missing");
        signer.sign(GOOD);
        Files.writeString(signer.files().key(), "no key");
        refused(signer, "entitlements.pem is not one PEM block of a public key");
        Files.delete(signer.files().key());
        refused(signer, "entitlements.pem cannot be read (NoSuchFileException)");
    }

    @Test
    void aBadFileLeavesTheOneBeforeInForceAndIsSaid() {
        TestEntitlements signer = new TestEntitlements(folder).sign(GOOD);
        Quotas quotas = signer.quotas(() -> now);
        signer.signBy(
                ThrowawayKey.p256(), EntitlementReader.PAYLOAD_TYPE, GOOD.replace("'clients':3", "'clients':999"));
        quotas.refresh();
        assertThat(quotas.plan(ACME).clients()).contains(3);
        assertThat(quotas.problem().orElseThrow()).contains("what was there before is in use", "did not sign this");
        signer.sign(GOOD.replace("'clients':3", "'clients':44"));
        quotas.refresh();
        assertThat(quotas.plan(ACME).clients()).contains(44);
        assertThat(quotas.problem()).isEmpty();
    }

    @Test
    void whenItsTimeIsOverItsQuotasHoldAndNothingIsAdded() {
        TestEntitlements signer = new TestEntitlements(folder).sign(GOOD);
        Quotas quotas = signer.quotas(() -> now);
        quotas.demandTenant(0);
        now = END;
        assertThat(exceeded(() -> quotas.demandTenant(0))).startsWith("the entitlements ended at " + END);
        assertThat(exceeded(() -> quotas.demandClients(OTHER, 1))).startsWith("the entitlements ended at " + END);
        assertThat(quotas.plan(ACME).storedBytes()).contains(0L);
        assertThat(quotas.problem().orElseThrow()).contains("ended at " + END, "put a new file there");
        refused(signer, "the entitlements ended at " + END);
        now = END.plus(Duration.ofDays(1));
        signer.sign(GOOD.replace("2031", "2032"));
        quotas.refresh();
        quotas.demandTenant(0);
        assertThat(quotas.problem()).isEmpty();
    }

    /** The recipe and the example of the documentation, as they stand there. */
    @Test
    @Tag("peer")
    void theDocumentedRecipeSignsTheDocumentedExample() throws Exception {
        String page = Files.readString(documentation());
        Files.writeString(folder.resolve("payload.json"), block(page, "```json\n{\n"));
        Path recipe = Files.writeString(folder.resolve("recipe.sh"), "set -e\n" + block(page, "```sh\n"));
        Process shell = new ProcessBuilder("sh", recipe.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        assertThat(shell.waitFor()).as(Files.readString(folder.resolve("said"))).isZero();
        EntitlementFiles files =
                new EntitlementFiles(folder.resolve("entitlements.json"), folder.resolve("entitlements.pem"));
        Quotas quotas = Quotas.follow(files, dev.exhibit.crypto.key.SignatureChecker.standard(), () -> now);
        assertThat(quotas.plan(ACME)).isEqualTo(new Plan(Optional.of(50), Optional.of(500), Optional.empty()));
        assertThat(quotas.plan(new TenantId("default"))).isEqualTo(Plan.unbounded());
        assertThat(quotas.plan(OTHER).clients()).contains(10);
    }

    private static Path documentation() {
        return Path.of("..", "docs", "operating", "entitlements.md");
    }

    private static String block(String page, String start) {
        int from = page.indexOf(start) + start.indexOf('\n') + 1;
        return page.substring(from, page.indexOf("```", from));
    }

    private void refused(TestEntitlements signer, String message) {
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> signer.quotas(() -> now))
                .withMessageContaining(message);
    }

    private static String exceeded(Runnable act) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, act::run);
        assertThat(refused).isNotNull();
        assertThat(refused.code()).isEqualTo(ProblemCode.QUOTA_EXCEEDED);
        return String.valueOf(refused.getMessage());
    }
}
