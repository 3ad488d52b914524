package dev.exhibit.signer.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.artifact.RemoteArtifact;
import dev.exhibit.boundary.artifact.SourceSettings.Login;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.boundary.testing.CannedServer;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a registry is shown: no more than it needs, and a password to nobody but those it is for. */
class RegistryLoginTest {
    private static final String BASIC = "Basic " + StrictBase64.encode(Bytes.utf8("puller:word"));
    private static final SecretReference REFERENCE = SecretReference.parse("docker:registry");

    private final SourceFixture fixture = new SourceFixture();
    private final FakeRegistry registry = new FakeRegistry(fixture.authority);
    private final CannedServer tokens =
            CannedServer.tls(fixture.authority.server().clientContext(fixture.authority));
    private final String realm = tokens.origin("localhost");
    private final Json.Obj manifest = registry.image(registry.blob("{}"), registry.blob("a layer"));
    private final Digest digest = ObjectReader.of(manifest, "").parsed("digest", Digest::parse);

    RegistryLoginTest() {
        fixture.allow(registry.origin(), realm);
        tokens.says("{\"token\":\"t0ken\",\"expires_in\":60}");
    }

    @AfterEach
    void close() {
        tokens.close();
        registry.close();
        fixture.close();
    }

    @Test
    void anybodyGetsATokenWhereTheTokenServerGivesOne() {
        demandToken();
        assertThat(fixture.sign(digest, image()).checked().wire()).isEqualTo("oci-manifest+blobs");
        assertThat(tokens.requests()).hasSize(1);
        assertThat(tokens.requests().getFirst())
                .startsWith("GET /token?scope=repository%3Aapp%3Apull&service=the+registry HTTP/1.1\r\n")
                .doesNotContain("Authorization");
        // Once without, and from then on with the token.
        assertThat(registry.requests()).hasSize(1 + 3);
    }

    /** A registry cannot make us ask for more than pulling from one repository. */
    @Test
    void theScopeIsOursWhateverTheChallengeSays() {
        registry.demand(
                "Bearer t0ken", "Bearer realm=\"" + realm + "/t?a=b\",scope=\"registry:catalog:* repository:x:push\"");
        tokens.says("{\"access_token\":\"t0ken\"}");
        fixture.sign(digest, image());
        assertThat(tokens.requests().getFirst()).startsWith("GET /t?a=b&scope=repository%3Aapp%3Apull HTTP/1.1\r\n");
    }

    @Test
    void aPasswordGoesToTheRealmThatIsNamedForIt() {
        demandToken();
        fixture.login(login(Optional.of(Origin.parse(realm))));
        fixture.sign(digest, image());
        assertThat(tokens.requests().getFirst()).contains("\r\nAuthorization: " + BASIC + "\r\n");
        assertThat(registry.requests()).noneMatch(request -> request.contains("Basic"));
    }

    @Test
    void aPasswordGoesToNoOtherTokenServer() {
        demandToken();
        fixture.login(login(Optional.empty()));
        fixture.sign(digest, image());
        assertThat(tokens.requests().getFirst()).doesNotContain("Authorization");
    }

    @Test
    void nameAndPasswordAreShownToTheRegistryThatAsksForThem() {
        registry.demand(BASIC, "Basic realm=\"registry\"");
        fixture.login(login(Optional.empty()));
        fixture.sign(digest, image());
        assertThat(registry.requests().getFirst()).doesNotContain("Authorization");
    }

    @Test
    void withoutALoginAndWithAWrongOneItIsRefused() {
        registry.demand(BASIC, "Basic realm=\"registry\"");
        assertThat(fixture.refused(ProblemCode.ARTIFACT_UNAVAILABLE, digest, image()))
                .contains("sources.registries");
        fixture.login(login(Optional.empty()));
        fixture.secrets(reference -> "another word");
        assertThat(fixture.refused(ProblemCode.ARTIFACT_UNAVAILABLE, digest, image()))
                .contains("status 401")
                .doesNotContain("another word");
    }

    @Test
    void aPasswordThatCannotBeReadIsNotTheCallersFault() {
        registry.demand(BASIC, "Basic realm=\"registry\"");
        fixture.login(login(Optional.empty()));
        fixture.secrets(reference -> {
            throw new StartRefusedException("no such secret");
        });
        assertThat(fixture.refused(ProblemCode.UNAVAILABLE, digest, image())).doesNotContain("docker:registry");
    }

    /** The guard stands before the token server, too: not named, and named but inside. */
    @Test
    void aRealmAtAPrivateAddressIsNotAsked() {
        demandToken();
        fixture.allow(registry.origin());
        assertThat(fixture.refused(ProblemCode.SOURCE_NOT_ALLOWED, digest, image()))
                .contains("sources.allow");
        fixture.nameOnly(realm);
        assertThat(fixture.refused(ProblemCode.SOURCE_NOT_ALLOWED, digest, image()))
                .contains("fetch.allow");
        registry.demand("Bearer t0ken", "Bearer realm=\"http://169.254.169.254/latest/meta-data\"");
        fixture.refused(ProblemCode.SOURCE_NOT_ALLOWED, digest, image());
        assertThat(tokens.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Digest realm=\"x\"",
                "Bearer",
                "Bearer service=\"x\"",
                "Bearer realm=\"/token\"",
                "Bearer realm=\"https://user:pw@localhost/token\"",
                "Bearer realm=x",
                "Basic realm=\"a\", Bearer realm=\"https://a/b\"",
                ""
            })
    void aChallengeThatIsNotUnderstoodIsRefused(String challenge) {
        registry.demand("nothing", challenge);
        fixture.refused(ProblemCode.ARTIFACT_UNAVAILABLE, digest, image());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "t0ken", "{\"token\":1}", "{\"token\":\"a b\"}", "{\"token\":\"\"}"})
    void anAnswerWithoutATokenIsRefused(String answer) {
        demandToken();
        tokens.says(answer);
        fixture.refused(ProblemCode.ARTIFACT_UNAVAILABLE, digest, image());
    }

    @Test
    void aTokenServerThatRefusesIsNotAskedTwice() {
        demandToken();
        tokens.says("403 Forbidden", "", "{\"token\":\"t0ken\"}");
        fixture.refused(ProblemCode.ARTIFACT_UNAVAILABLE, digest, image());
        assertThat(tokens.requests()).hasSize(1);
    }

    private void demandToken() {
        registry.demand("Bearer t0ken", "Bearer realm=\"" + realm + "/token\",service=\"the registry\"");
    }

    private Login login(Optional<Origin> place) {
        return new Login(Origin.parse(registry.origin()), "puller", REFERENCE, place);
    }

    private RemoteArtifact image() {
        return SourceFixture.artifact(Json.object()
                .with("artifact", registry.name() + "/app@" + digest)
                .with("blobs", true));
    }
}
