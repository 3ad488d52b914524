package dev.exhibit.boundary.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.boundary.fetch.FetchRules;
import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.boundary.token.TrustedIssuer;
import dev.exhibit.boundary.token.valkey.ValkeyServer;
import dev.exhibit.crypto.jose.JwsAlgorithm;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sections {@code access} and {@code fetch}: what they mean, and what stops a start. */
class AccessSettingsTest {
    private static final String REST = "'audience':'a','origins':['https://a.example']";
    private static final String ISSUER = "'issuer':'i','jwks':'https://i.example/keys'";

    @Test
    void issuersAreReadWithTheirDefaults() {
        AccessSettings access = Sample.read(json("{'access':{" + REST + ",'issuers':[{" + ISSUER
                        + ",'authorities':'/etc/ca.pem'},{'issuer':'j',"
                        + "'jwks':'file:/etc/keys.json','algorithms':['RS256'],'types':['JWT'],'tenantClaim':'org'}]},"
                        + "'replay':{'url':'rediss://cache.internal:6380','user':'exhibit',"
                        + "'password':'file:/etc/pw','authorities':'/etc/ca.pem'}}"))
                .access();
        assertThat(access)
                .isEqualTo(new AccessSettings(
                        "a",
                        Set.of(Origin.parse("https://a.example")),
                        List.of(
                                new AccessSettings.Issuer(
                                        "i",
                                        new AccessSettings.KeySet.Remote(
                                                FetchUrl.parse("https://i.example/keys"),
                                                Optional.of(Path.of("/etc/ca.pem"))),
                                        JwsAlgorithm.USUAL,
                                        TrustedIssuer.USUAL_TYPES,
                                        "tenant"),
                                new AccessSettings.Issuer(
                                        "j",
                                        new AccessSettings.KeySet.Local(Path.of("/etc/keys.json")),
                                        Set.of(JwsAlgorithm.RS256),
                                        Set.of("jwt"),
                                        "org")),
                        Optional.of(ValkeyServer.of("rediss://cache.internal:6380")
                                .with(
                                        Optional.of("exhibit"),
                                        Optional.of(SecretReference.parse("file:/etc/pw")),
                                        Optional.of(Path.of("/etc/ca.pem"))))));
    }

    @Test
    void exceptionsOfFetchesAreRead() {
        assertThat(Sample.read(json("{'fetch':{'allow':['https://id.internal:8443','10.1.0.0/16']}}"))
                        .fetch())
                .isEqualTo(FetchRules.of(List.of("https://id.internal:8443", "10.1.0.0/16")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'access':{%,'issuers':[{@},{@}]}}                          | access.issuers: one issuer is listed twice",
                "{'access':{%,'issuers':[{@,'x':1}]}}                        | access.issuers[0].x: unknown member",
                "{'access':{%,'issuers':[{'issuer':'i'}]}}                   | access.issuers[0].jwks: missing",
                "{'access':{%,'issuers':[{'issuer':'','jwks':'file:/a'}]}}   | access.issuers[0].issuer: expected 1 to 256",
                "{'access':{%,'issuers':[{'issuer':'i','jwks':'http://a/'}]}} | access.issuers[0].jwks: expected https",
                "{'access':{%,'issuers':[{'issuer':'i','jwks':'file:a'}]}}   | access.issuers[0].jwks: expected https",
                "{'access':{%,'issuers':[{@,'authorities':'ca.pem'}]}}       | access.issuers[0].authorities: expected an absolute",
                "{'access':{%,'issuers':[{'issuer':'i','jwks':'file:/a','authorities':'/c'}]}} | access.issuers[0].authorities: authorities vouch",
                "{'access':{%,'issuers':[{@,'algorithms':['none']}]}}        | access.issuers[0].algorithms: a signature",
                "{'access':{%,'issuers':[{@,'algorithms':['HS256']}]}}       | access.issuers[0].algorithms: a signature",
                "{'access':{%,'issuers':[{@,'types':['a b']}]}}              | access.issuers[0].types: expected a type",
                "{'access':{%,'issuers':[{@,'types':['a','A']}]}}            | access.issuers[0].types: one is given twice",
                "{'access':{'origins':['https://A.example']}}                | access.origins: expected https",
                "{'access':{'audience':'a b'}}                               | access.audience: expected 1 to 256",
                "{'access':{'jwks':'x'}}                                     | access.jwks: unknown key",
                "{'replay':{'password':'file:/a'}}                           | replay.url: missing",
                "{'replay':{'url':'redis://a'}}                              | replay.password: missing",
                "{'replay':{'url':'http://a'}}                               | replay.url: expected rediss",
                "{'replay':{'url':'redis://a:70000'}}                        | replay.url: expected rediss",
                "{'replay':{'url':'redis://a','password':'file:/a','authorities':'/a'}} | replay.authorities: authorities vouch",
                "{'replay':{'url':'redis://a','password':'pw'}}              | replay.password:",
                "{'fetch':{'allow':['id.internal:8443']}}                    | fetch.allow: expected a network",
                "{'fetch':{'allow':['10.0.0.1/8']}}                          | fetch.allow: expected a network",
                "{'fetch':{'deny':[]}}                                       | fetch.deny: unknown key; known here: allow",
            })
    void whatIsWrongStopsTheStart(String document, String message) {
        String text = json(document.replace("%", REST).replace("@", ISSUER));
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> Sample.read(text))
                .withMessageStartingWith("the configuration: " + message);
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
