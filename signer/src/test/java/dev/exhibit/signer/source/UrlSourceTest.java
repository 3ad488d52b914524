package dev.exhibit.signer.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.SourceLimits;
import dev.exhibit.boundary.artifact.RemoteArtifact;
import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.testing.CannedServer;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.signer.Signed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A file on a server: hashed here, from a named place, or refused before the vault is asked. */
class UrlSourceTest {
    private static final String ARTIFACT = "the artifact";
    private static final Digest DIGEST = Hashing.of(Bytes.utf8(ARTIFACT));
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private final SourceFixture fixture = new SourceFixture();
    private final CannedServer server =
            CannedServer.tls(fixture.authority.server().clientContext(fixture.authority));
    private final String origin = server.origin("localhost");

    UrlSourceTest() {
        fixture.allow(origin);
    }

    @AfterEach
    void close() {
        server.close();
        fixture.close();
    }

    @Test
    void theBytesAreFetchedHashedAndSigned() {
        server.says(ARTIFACT);
        Signed signed = fixture.sign(DIGEST, at(origin));
        signed.key().verify(DIGEST, signed.signature());
        assertThat(signed.checked()).isEqualTo(Signed.Checked.BYTES);
        assertThat(server.requests()).hasSize(1);
        assertThat(server.requests().getFirst()).startsWith("GET /app.tar?x=1 HTTP/1.1\r\n");
    }

    @Test
    void wrongBytesAreRefusedBeforeTheVaultIsAsked() {
        server.says(ARTIFACT + " ");
        assertThat(fixture.refused(ProblemCode.DIGEST_MISMATCH, DIGEST, at(origin)))
                .contains(DIGEST.toString());
    }

    @Test
    void aTruncatedAnswerIsNoArtifact() {
        server.raw(OK + "Content-Length: 13\r\n\r\n" + ARTIFACT);
        fixture.refused(ProblemCode.ARTIFACT_UNAVAILABLE, DIGEST, at(origin));
        server.raw(OK + "Transfer-Encoding: chunked\r\n\r\nc\r\n" + ARTIFACT);
        fixture.refused(ProblemCode.ARTIFACT_UNAVAILABLE, DIGEST, at(origin));
    }

    @Test
    void whatIsNotThereIsSaidToBeMissing() {
        server.says("404 Not Found", "", ARTIFACT);
        assertThat(fixture.refused(ProblemCode.ARTIFACT_UNAVAILABLE, DIGEST, at(origin)))
                .contains("status 404");
    }

    @Test
    void theLimitIsTakenAndOneByteMoreRefused() {
        server.says(ARTIFACT);
        fixture.limits(Limits.defaults().withArtifact(ARTIFACT.length()));
        fixture.sign(DIGEST, at(origin));
        try (SourceFixture smaller = new SourceFixture();
                CannedServer other = CannedServer.tls(smaller.authority.server().clientContext(smaller.authority))) {
            other.says(ARTIFACT);
            smaller.allow(other.origin("localhost"));
            smaller.limits(Limits.defaults().withArtifact(ARTIFACT.length() - 1));
            smaller.refused(ProblemCode.TOO_LARGE, DIGEST, at(other.origin("localhost")));
        }
    }

    @Test
    void aSlowAnswerIsGivenUp() {
        SourceLimits usual = SourceLimits.defaults();
        fixture.limits(Limits.defaults()
                .withSources(new SourceLimits(
                        usual.manifestBytes(),
                        usual.manifests(),
                        usual.blobs(),
                        usual.tokenBytes(),
                        1000,
                        Duration.ofMillis(200),
                        usual.totalTime())));
        server.answers(out -> {
            out.write((OK + "Content-Length: 1000\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 1000; i++) {
                out.write('a');
                out.flush();
                Thread.currentThread().join(50);
            }
        });
        assertThat(fixture.refused(ProblemCode.ARTIFACT_UNAVAILABLE, DIGEST, at(origin)))
                .contains("in time");
    }

    @Test
    void aRedirectIsFollowedToNamedPlacesOnly() {
        try (CannedServer other = CannedServer.tls(fixture.authority.server().clientContext(fixture.authority))) {
            other.says(ARTIFACT);
            String elsewhere = other.origin("localhost");
            server.says("302 Found", "Location: " + elsewhere + "/b\r\n", "");
            assertThat(fixture.refused(ProblemCode.SOURCE_NOT_ALLOWED, DIGEST, at(origin)))
                    .contains("sources.allow");
            fixture.nameOnly(elsewhere);
            // Named, but inside: this machine is reached where fetch.allow says so as well.
            assertThat(fixture.refused(ProblemCode.SOURCE_NOT_ALLOWED, DIGEST, at(origin)))
                    .contains("fetch.allow");
            assertThat(other.requests()).isEmpty();
            fixture.allow(origin, elsewhere);
            fixture.sign(DIGEST, at(origin));
        }
    }

    @Test
    void nothingIsFetchedUnlessPlacesAreNamed() {
        server.says(ARTIFACT);
        fixture.allow();
        assertThat(fixture.refused(ProblemCode.SOURCE_NOT_ALLOWED, DIGEST, at(origin)))
                .contains(origin, "sources.allow");
        fixture.allow("https://elsewhere.example");
        fixture.refused(ProblemCode.SOURCE_NOT_ALLOWED, DIGEST, at(origin));
        assertThat(server.requests()).isEmpty();
    }

    private static RemoteArtifact at(String place) {
        return new RemoteArtifact.Url(FetchUrl.parse(place + "/app.tar?x=1"));
    }
}
