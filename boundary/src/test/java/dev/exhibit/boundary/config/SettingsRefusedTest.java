package dev.exhibit.boundary.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.crypto.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stops a start, and in which words. */
class SettingsRefusedTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'lsten':{}}              | lsten: unknown key; did you mean listen?",
                "{'Profile':'development'} | Profile: unknown key; did you mean profile?",
                "{'listen':{'prot':1}}     | listen.prot: unknown key; did you mean port?",
                "{'listen':{'colour':1}}   | listen.colour: unknown key; known here: address, names, port",
                "{'listen.port':1}         | listen.port: unknown key; known here: access, authority, custody, database, entitlements,",
                "{'port':1}                | port: unknown key; known here:",
                "{'database':{'x':{}}}     | database.x: unknown key",
                "{'limits':{'jsonBody':1}} | limits.jsonBody: unknown key",
                "{'entitlements':{'files':1}}| entitlements.files: unknown key; did you mean file?",
                "{'':1}                    | : unknown key",
                "{'a/b~\\u001B':1}          | a/b~?: unknown key",
            })
    void anUnknownKeyIsNamed(String document, String message) {
        refused(document.replace('\'', '"'), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'database':{'signerPassword':'hunter2'}}",
                "{'database':{'signerPassword':'file:hunter2'}}",
                "{'database':{'signerPassword':'FILE:/hunter2'}}",
                "{'database':{'signerPassword':' file:/hunter2'}}",
                "{'apiToken':'hunter2'}",
                "{'listen':{'KEY':'hunter2'}}",
                "{'clientSecrets':['file:/a','hunter2']}",
                "{'secret':{'value':'hunter2'}}",
                "{'password':4711}",
                "{'password':true}",
                "{'password':null}",
                "{'tenant':'-----BEGIN PRIVATE KEY----- hunter2'}",
                "{'listen':{'names':['-----BEGIN EC PRIVATE KEY-----hunter2']}}",
                "{'tenant':'hvs.hunter2hunter2hunter2'}",
                "{'tenant':'ghp_hunter2hunter2hunter2'}",
                "{'access':{'audience':'AKIAHUNTER2HUNTER24711'}}",
                "{'access':{'audience':'eyJhbGciOiJub25lIn0.eyJodW50ZXIyIjo0NzExfQ.'}}",
                "{'access':{'audience':'Zk3v9Qw7XbT1mRy5Lp8NcD2sFh6JgK0A4711'}}",
                "{'fetch':{'allow':['0123456789abcdef0123456789abcdef01234711']}}",
                "{'kv':{'token':'hvs.hunter2hunter2'}}",
                "{'kv':{'token':'vault:hunter2'}}",
                "{'kv':{'token':'docker:../hunter2'}}",
                "{'kv':{'token':'kubernetes:a/../hunter2'}}",
                "{'kv':{'token':'env:hunter-2'}}",
                "{'kv':{'token':'vault:a/../hunter2#b'}}",
            })
    void aSecretInTheTextIsRefusedAndNotRepeated(String document) {
        assertThat(refused(document.replace('\'', '"'), "a secret does not stand in the configuration"))
                .contains("file:/path")
                .doesNotContainIgnoringCase("hunter2", "4711");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                | entitlements.file: missing",
                "{'file':'/e.json'}                | entitlements.signer: missing",
                "{'signer':'/e.pem'}               | entitlements.file: missing",
                "{'file':'e.json','signer':'/e'}   | entitlements.file: expected an absolute path",
                "{'file':'/e','signer':'file:/e'}  | entitlements.signer: expected an absolute path",
                "{'file':1,'signer':'/e'}          | entitlements.file: expected a string",
            })
    void entitlementsAreTwoFiles(String section, String message) {
        refused("{\"entitlements\":" + section.replace('\'', '"') + "}", message);
        Settings given = Sample.read("{\"entitlements\":{\"file\":\"/e.json\",\"signer\":\"/e.pem\"}}");
        assertThat(given.files()).containsOnlyKeys("entitlements.file", "entitlements.signer");
    }

    /** What people do write: long, but no secret. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'access':{'audience':'https://login.example.org/6f9619ff-8b86-d011-b42d-00cf4fc964ff/v2.0'}}",
                "{'access':{'audience':'api://exhibit-Production-Environment-2026'}}",
                "{'access':{'audience':'0oa1b2c3D4e5F6g7H8i9'}}",
                "{'listen':{'names':['ec2-203-0-113-25.compute-1.amazonaws-with-a-rather-long-name.com']}}",
                "{'mounted':{'kubernetes':'/var/lib/kubelet/pods/6f9619ff-8b86-d011-b42d-00cf4fc964ff/volumes'}}",
            })
    void aLongValueIsNoSecret(String document) {
        assertThat(Sample.read(document.replace('\'', '"'))).isNotEqualTo(Settings.defaults());
    }

    @Test
    void productionTakesNoSecretFromTheEnvironment() {
        Json.Obj database = Sample.database().with("signerPassword", "env:SIGNER_PASSWORD");
        Json.Obj document = Json.object().with("database", database);
        assertThat(Sample.read(document).secrets())
                .containsEntry("database.signerPassword", SecretReference.parse("env:SIGNER_PASSWORD"));
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> Sample.read(document.with("profile", "production")))
                .withMessageContaining("database.signerPassword: the production profile takes no secret from the");
        Json.Obj vault = Sample.kv().with("token", "env:VAULT_TOKEN");
        Json.Obj other = Json.object().with("database", Sample.database()).with("kv", vault);
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> Sample.read(other.with("profile", "production")))
                .withMessageContaining("kv.token");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'kind':'hsm'}                                                    | vault.kind: expected file, pkcs11 or",
                "{'kind':'pkcs11','library':'/l','pin':'file:/p'}                  | vault.label: expected one of label and",
                "{'kind':'pkcs11','library':'/l','pin':'file:/p','slot':1,'label':'a'} | vault.label: expected one of",
                "{'kind':'pkcs11','library':'/l','pin':'file:/p','label':' a'}     | vault.label: expected the label",
                "{'kind':'pkcs11','library':'l','pin':'file:/p','slot':1}          | vault.library: expected an absolute",
                "{'kind':'pkcs11','library':'/l','pin':'1234','slot':1}            | vault.pin: a secret does not stand",
                "{'kind':'pkcs11','library':'/l','slot':1}                         | vault.pin",
                "{'kind':'transit','address':'http://bao.test','token':'file:/t'}  | vault.address: expected https",
                "{'kind':'transit','address':'http://127.0.0.2','token':'file:/t'} | vault.address: expected https",
                "{'kind':'transit','address':'https://bao.test'}                   | vault.token",
                "{'kind':'transit','address':'https://b','token':'file:/t','mount':'../sys'} | vault.mount",
                "{'pin':'file:/p'}                                                 | vault.pin",
                "{'kind':'file','address':'https://bao.test'}                      | vault.address",
            })
    void aVaultIsOfOneKind(String section, String message) {
        refused(("{'vault':" + section + "}").replace('\'', '"'), message);
    }

    @Test
    void aVaultIsNamedOnceWithOneLogin() {
        Json.Obj needy =
                Json.object().with("database", Sample.database().with("signerPassword", "vault:db/signer#password"));
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> Sample.read(needy))
                .withMessageContaining("database.signerPassword leads to a vault; say where it is with kv.address");
        for (String login : List.of(
                "",
                ",'token':'file:/a','kubernetesRole':'r'",
                ",'token':'vault:a#b'",
                ",'appRole':'r'",
                ",'appRoleSecret':'file:/a'",
                ",'token':'file:/a','kubernetesToken':'file:/b'")) {
            refused(("{'kv':{'address':'https://vault'" + login + "}}").replace('\'', '"'), "kv");
        }
        refused("{\"kv\":{\"address\":\"http://vault\",\"token\":\"file:/a\"}}", "kv.address: expected https");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'tenant': hunter2}",
                "{'database':{'signerPassword': hunter2}}",
                "{'tenant':'Hunter2'}",
                "{'profile':'hunter2'}",
                "{'listen':{'address':'hunter2'}}",
                "{'listen':{'names':['Hunter2']}}",
                "{'listen':'hunter2'}",
                "{'database':{'url':'jdbc:postgresql://exhibit:hunter2@db/exhibit'}}",
                "{'database':{'url':'jdbc:postgresql://db/exhibit?password=hunter2'}}",
                "{'tenant':'a','tenant':'hunter2'}",
            })
    void noRefusalRepeatsAValue(String document) {
        assertThat(refused(document.replace('\'', '"'), "the configuration: ")).doesNotContainIgnoringCase("hunter2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''         | not strict JSON",
                "[]         | expected an object",
                "{},        | not strict JSON",
                "{/**/}     | not strict JSON",
                "'{\"tenant\":\"a\",\"tenant\":\"a\"}' | tenant: member given twice",
            })
    void anythingButOneStrictObjectIsRefused(String document, String message) {
        refused(document, message);
    }

    @Test
    void valuesOfTheWrongTypeAreRefused() {
        Map.of(
                        "profile", "true",
                        "tenant", "null",
                        "listen.address", "1",
                        "listen.names", "\"a\"",
                        "operations.address", "{}",
                        "database.url", "[]",
                        "database.signerRole", "7")
                .forEach((key, value) -> assertThatExceptionOfType(StartRefusedException.class)
                        .as(key)
                        .isThrownBy(() -> Sample.with(key, value))
                        .withMessageStartingWith("the configuration: " + key + ": expected a"));
        for (String section : List.of("listen", "operations", "database", "limits")) {
            refused("{\"" + section + "\":null}", section + ": expected an object");
        }
        for (String value : List.of("\"8443\"", "8443.5", "1e300", "true")) {
            assertThatExceptionOfType(StartRefusedException.class)
                    .isThrownBy(() -> Sample.with("listen.port", value))
                    .withMessageContaining("listen.port: expected an integer");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "profile             | staging      | expected development or production",
                "tenant              | Acme         | 1 to 63 of a-z 0-9",
                "listen.address      | localhost    | expected an IP address",
                "operations.address  | 300.1.1.1    | expected an IP address",
                "database.signerRole | 'a; drop'    | expected a role",
            })
    void valuesOutOfFormAreRefused(String key, String value, String message) {
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> Sample.with(key, "\"" + value + "\""))
                .withMessageStartingWith("the configuration: " + key + ": ")
                .withMessageContaining(message);
    }

    @Test
    void serverNamesAreDnsNamesEachOnce() {
        for (String names :
                List.of("[\"*.example.org\"]", "[\"Example.org\"]", "[\"a\",\"a\"]", "[\"\"]", "[\"-a\"]")) {
            assertThatExceptionOfType(StartRefusedException.class)
                    .as(names)
                    .isThrownBy(() -> Sample.with("listen.names", names))
                    .withMessageContaining("listen.names: expected lower-case DNS names");
        }
        List<String> most =
                IntStream.range(0, 64).mapToObj(i -> "\"n" + i + "\"").toList();
        assertThat(Sample.with("listen.names", most.toString()).listen().names())
                .hasSize(64);
        String tooMany = most.toString().replace("]", ",\"n\"]");
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> Sample.with("listen.names", tooMany))
                .withMessageContaining("listen.names: 65 items, limit 64");
    }

    @Test
    void twoListenersOnOnePortAreRefused() {
        String same = "two of listen.port, operations.port, authority.port and publicLogs.port are the same";
        refused("{\"listen\":{\"port\":8444}}", same);
        refused("{\"authority\":{\"port\":8443}}", same);
        refused("{\"authority\":{\"port\":7},\"operations\":{\"port\":7}}", same);
        assertThat(Settings.defaults().withPorts(0, 0, 0).listen().port()).isZero();
    }

    @Test
    void somebodyMustIssueTokens() {
        refused("{\"authority\":{\"enabled\":false}}", "nobody could get a token");
        refused("{\"authority\":{\"issuer\":\"http://a.example\"}}", "authority.issuer: expected https://host");
        refused("{\"authority\":{\"enabled\":1}}", "authority.enabled");
    }

    @Test
    void aFileIsNamedInTheRefusal() throws Exception {
        Path file = folder.resolve("exhibit.json");
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> Settings.readFile(file))
                .withMessage("the file " + file + " is missing; name another or create it");
        Files.writeString(file, "{\"listn\":{}}");
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> Settings.readFile(file))
                .withMessage("the file " + file + ": listn: unknown key; did you mean listen?");
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> Settings.readFile(folder))
                .withMessageContaining("cannot be read");
    }

    @Test
    void aFileAboveTheLimitIsRefused() throws Exception {
        Path file = folder.resolve("exhibit.json");
        Files.writeString(file, "{" + " ".repeat(64 * 1024 - 2) + "}");
        assertThat(Settings.readFile(file)).isEqualTo(Settings.defaults());
        Files.writeString(file, "{" + " ".repeat(64 * 1024 - 1) + "}");
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> Settings.readFile(file))
                .withMessageContaining("limit 65536");
    }

    /** All that a log could show of the refusal. */
    private static String refused(String document, String message) {
        StartRefusedException refused = catchThrowableOfType(StartRefusedException.class, () -> Sample.read(document));
        assertThat(refused).hasMessageStartingWith("the configuration: ").hasMessageContaining(message);
        StringWriter everything = new StringWriter();
        refused.printStackTrace(new PrintWriter(everything));
        return everything.toString();
    }
}
