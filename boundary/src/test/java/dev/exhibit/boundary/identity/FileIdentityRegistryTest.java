package dev.exhibit.boundary.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.crypto.encoding.Bytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileIdentityRegistryTest {
    private static final String BUILD = "spiffe://example.org/ci/build";

    @TempDir
    Path folder;

    @Test
    void whoIsListedIsFoundWithItsTenantAndRole() {
        FileIdentityRegistry registry =
                read(entry(BUILD, "zeta", "pipeline"), entry("audit.example.org", "acme", "auditor"));
        assertThat(registry.find(new ServiceIdentity(BUILD)))
                .hasValue(new Caller(new TenantId("zeta"), new ServiceIdentity(BUILD), Role.PIPELINE));
        assertThat(registry.find(new ServiceIdentity("audit.example.org")))
                .hasValue(new Caller(new TenantId("acme"), new ServiceIdentity("audit.example.org"), Role.AUDITOR));
    }

    @Test
    void whoIsNotListedIsNobody() {
        FileIdentityRegistry registry = read(entry(BUILD, "acme", "pipeline"));
        for (String other : List.of(BUILD + "/x", BUILD + "2", "spiffe://example.org/CI/build", "example.org")) {
            assertThat(registry.find(new ServiceIdentity(other))).as(other).isEmpty();
        }
        assertThat(read().find(new ServiceIdentity(BUILD))).isEmpty();
    }

    @Test
    void everyRoleHasItsSmallName() {
        for (Role role : Role.values()) {
            FileIdentityRegistry registry =
                    read(entry(BUILD, "acme", role.name().toLowerCase(Locale.ROOT)));
            assertThat(registry.find(new ServiceIdentity(BUILD)).orElseThrow().role())
                    .isEqualTo(role);
        }
    }

    @Test
    void tenantsAreListedSortedAndOnce() {
        FileIdentityRegistry registry = read(
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
        String[] most = IntStream.range(0, FileIdentityRegistry.MAX_IDENTITIES)
                .mapToObj(i -> entry("n" + i + ".example", "acme", "auditor"))
                .toArray(String[]::new);
        assertThat(read(most).find(new ServiceIdentity("n9999.example"))).isPresent();
        String more = document(most).replaceFirst("\\[", "[" + entry("n.example", "acme", "auditor") + ",");
        refused(more, "identities: 10001 items, limit 10000");
    }

    @Test
    void aFileIsNamedInTheRefusal() throws Exception {
        Path file = folder.resolve("identities.json");
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> FileIdentityRegistry.read(file))
                .withMessageContaining(file + " is missing");
        Files.writeString(file, document(entry(BUILD, "acme", "root")));
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> FileIdentityRegistry.read(file))
                .withMessageContaining(file + ": identities[0].role: expected one of");
        Files.writeString(file, document(entry(BUILD, "acme", "operator")));
        assertThat(FileIdentityRegistry.read(file).tenants()).containsExactly(new TenantId("acme"));
    }

    private static void refused(String document, String message) {
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> FileIdentityRegistry.read(Bytes.utf8(document)))
                .withMessageContaining(message);
    }

    private static FileIdentityRegistry read(String... entries) {
        return FileIdentityRegistry.read(Bytes.utf8(document(entries)));
    }

    private static String document(String... entries) {
        return List.of(entries).stream().collect(Collectors.joining(",", "{\"identities\":[", "]}"));
    }

    private static String entry(String identity, String tenant, String role) {
        return "{\"identity\":\"" + identity + "\",\"tenant\":\"" + tenant + "\",\"role\":\"" + role + "\"}";
    }
}
