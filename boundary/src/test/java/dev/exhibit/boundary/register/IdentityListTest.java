package dev.exhibit.boundary.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.jose.JwkSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityListTest {
    private static final String BUILD = "spiffe://example.org/ci/build";

    @TempDir
    Path folder;

    @Test
    void whoIsListedIsFoundWithItsTenantAndRole() {
        IdentityList registry = read(entry(BUILD, "zeta", "pipeline"), entry("audit.example.org", "acme", "auditor"));
        assertThat(registry.clients())
                .containsExactly(
                        client("audit.example.org", "acme", Role.AUDITOR, "audit.example.org"),
                        client(BUILD, "zeta", Role.PIPELINE, BUILD));
    }

    @Test
    void aClientHasAllItsIdentities() {
        String more = ",\"client\":\"build\"}";
        IdentityList list = read(
                entry("a.example", "acme", "pipeline").replace("}", more),
                entry("b.example", "acme", "pipeline").replace("}", more));
        assertThat(list.clients()).containsExactly(client("build", "acme", Role.PIPELINE, "a.example", "b.example"));
        refused(
                document(
                        entry("a.example", "acme", "pipeline").replace("}", more),
                        entry("b.example", "zeta", "pipeline").replace("}", more)),
                "client build has two tenants or two roles");
    }

    private static RegisteredClient client(String id, String tenant, Role role, String... identities) {
        return new RegisteredClient(
                id,
                new TenantId(tenant),
                role,
                new JwkSet(List.of()),
                true,
                Stream.of(identities).map(ServiceIdentity::new).collect(Collectors.toSet()));
    }

    @Test
    void everyRoleHasItsSmallName() {
        for (Role role : Role.values()) {
            IdentityList registry = read(
                    entry(BUILD, "acme", role.name().toLowerCase(Locale.ROOT).replace('_', '-')));
            assertThat(registry.clients().getFirst().role()).isEqualTo(role);
        }
    }

    @Test
    void tenantsAreListedSortedAndOnce() {
        IdentityList registry = read(
                entry("a.example", "zeta", "pipeline"),
                entry("b.example", "acme", "auditor"),
                entry("c.example", "zeta", "operator"));
        assertThat(registry.tenants()).containsExactly(new TenantId("acme"), new TenantId("zeta"));
        assertThat(read().tenants()).isEmpty();
    }

    @Test
    void anIdentityListedTwiceIsRefused() {
        refused(
                document(
                        entry(BUILD, "acme", "auditor"),
                        entry("b.example", "acme", "auditor"),
                        entry(BUILD, "acme", "auditor")),
                "the list of identities: identities[2].identity: this identity is listed twice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                              | identities: missing",
                "[]                              | expected an object",
                "{'identities':{}}               | identities: expected an array",
                "{'identities':[7]}              | identities[0]: expected an object",
                "{'identities':[],'more':1}      | more: unknown member",
                "{'identities':[],'identities':[]} | identities: member given twice",
                "{'identities':[}                | not strict JSON",
            })
    void anotherDocumentIsRefused(String document, String message) {
        refused(document.replace('\'', '"'), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'identity':'a.example','tenant':'acme'}                                  | role: missing",
                "{'identity':'a.example','role':'auditor'}                                 | tenant: missing",
                "{'tenant':'acme','role':'auditor'}                                        | identity: missing",
                "{'identity':'a.example','tenant':'acme','role':'auditor','scopes':[]}     | scopes: unknown member",
                "{'identity':'a.example','tenant':'acme','role':'AUDITOR'}  | role: expected one of pipeline, service, auditor, operator, key-custodian, tenant-admin",
                "{'identity':'a.example','tenant':'acme','role':7}          | role: expected a string",
                "{'identity':'a.example','tenant':'Acme','role':'auditor'}  | tenant: a tenant is named with",
                "{'identity':'A.example','tenant':'acme','role':'auditor'}  | identity: expected spiffe://",
                "{'identity':'*.example','tenant':'acme','role':'auditor'}  | identity: expected spiffe://",
                "{'identity':'','tenant':'acme','role':'auditor'}           | identity: expected spiffe://",
                "{'identity':'spiffe://a','tenant':'acme','role':'auditor'} | identity: expected spiffe://",
                "{'identity':'SPIFFE://a/b','tenant':'acme','role':'auditor'}   | identity: expected spiffe://",
                "{'identity':'https://a.example','tenant':'acme','role':'auditor'} | identity: expected spiffe://",
            })
    void anEntryThatIsWrongIsRefusedWithItsPlace(String entry, String message) {
        String good = entry("good.example", "acme", "auditor");
        refused(document(good, entry.replace('\'', '"')), "the list of identities: identities[1]." + message);
    }

    @Test
    void tenThousandAreTakenAndNotOneMore() {
        String[] most = IntStream.range(0, IdentityList.MAX_IDENTITIES)
                .mapToObj(i -> entry("n" + i + ".example", "acme", "auditor"))
                .toArray(String[]::new);
        assertThat(read(most).clients()).hasSize(IdentityList.MAX_IDENTITIES);
        String more = document(most).replaceFirst("\\[", "[" + entry("n.example", "acme", "auditor") + ",");
        refused(more, "identities: 10001 items, limit 10000");
    }

    @Test
    void aFileIsNamedInTheRefusal() throws Exception {
        Path file = folder.resolve("identities.json");
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> IdentityList.read(file))
                .withMessageContaining(file + " is missing");
        Files.writeString(file, document(entry(BUILD, "acme", "root")));
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> IdentityList.read(file))
                .withMessageContaining(file + ": identities[0].role: expected one of");
        Files.writeString(file, document(entry(BUILD, "acme", "operator")));
        assertThat(IdentityList.read(file).tenants()).containsExactly(new TenantId("acme"));
    }

    private static void refused(String document, String message) {
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> IdentityList.read(Bytes.utf8(document)))
                .withMessageContaining(message);
    }

    private static IdentityList read(String... entries) {
        return IdentityList.read(Bytes.utf8(document(entries)));
    }

    private static String document(String... entries) {
        return List.of(entries).stream().collect(Collectors.joining(",", "{\"identities\":[", "]}"));
    }

    private static String entry(String identity, String tenant, String role) {
        return "{\"identity\":\"" + identity + "\",\"tenant\":\"" + tenant + "\",\"role\":\"" + role + "\"}";
    }
}
