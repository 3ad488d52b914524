package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.testing.Peers;
import dev.exhibit.cli.context.Context;
import dev.exhibit.client.Connection;
import dev.exhibit.client.TokenIssuer;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.testkit.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A second opinion about the authority: npm's {@code openid-client} discovers it, gets a token and uses it, {@code jose}
 * checks that token. Installed by {@code tools/peers npm}.
 */
@Tag("peer")
class OpenIdClientPeerIT {
    @TempDir
    Path folder;

    @Test
    void itDiscoversTheAuthorityAndGetsATokenThatTheServiceTakes() throws Exception {
        Path peer = Peers.find("npm", "openid.mjs");
        try (ServiceProcess service = InstalledProgram.serve(folder.resolve("data"))) {
            Context pipeline = InstalledProgram.context(service.data(), "pipeline");
            TokenIssuer tokens = pipeline.server().flatMap(Connection::tokens).orElseThrow();

            ObjectReader answer = ask(peer, question(service, pipeline, tokens));

            assertThat(answer.text("issuer"))
                    .isEqualTo("https://" + tokens.endpoint().getRawAuthority());
            assertThat(answer.text("type")).isEqualTo("dpop");
            assertThat(answer.text("scope").split(" ", -1)).contains("sign:create");
            assertThat(answer.object("claims").text("client_id")).isEqualTo(tokens.client());
            assertThat(answer.optionalFlag("bound")).contains(true);
            assertThat(answer.optionalInteger("status", 0, 999)).contains(200L);
            assertThat(answer.optionalInteger("revoked", 0, 999)).contains(401L);
            assertThat(answer.texts("refusals", 8)).isEqualTo(List.of("audience", "issuer", "target"));
        }
    }

    private static Json.Obj question(ServiceProcess service, Context pipeline, TokenIssuer tokens) throws IOException {
        Connection connection = pipeline.server().orElseThrow();
        return Json.object()
                .with("issuer", "https://" + tokens.endpoint().getRawAuthority())
                .with("authority", connection.authority())
                .with("keyStore", connection.keyStore().toString())
                .with("password", Files.readString(connection.passwordFile()).strip())
                .with("client", tokens.client())
                .with("audience", tokens.audience())
                .with("resource", service.address().resolve("/v1/keys").toString());
    }

    private static ObjectReader ask(Path peer, Json.Obj question) throws IOException, InterruptedException {
        Process node = new ProcessBuilder("node", peer.resolve("openid.mjs").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var to = node.getOutputStream()) {
            to.write(CanonicalJson.of(question).bytes().toArray());
        }
        byte[] answer = node.getInputStream().readAllBytes();
        assertThat(node.waitFor()).isZero();
        return JsonReader.readObject(Bytes.owned(answer), JsonLimits.BODY);
    }
}
