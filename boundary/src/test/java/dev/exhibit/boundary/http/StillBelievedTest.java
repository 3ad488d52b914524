package dev.exhibit.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.http.Route.Body;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.pki.Credential;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.TestAuthority;
import dev.exhibit.boundary.testing.TestIdentity;
import dev.exhibit.boundary.testing.TestRevocations;
import dev.exhibit.boundary.testing.TestService;
import dev.exhibit.boundary.tls.CertificateRefusedException;
import dev.exhibit.boundary.tls.ClientAuthority;
import dev.exhibit.boundary.tls.ClientTrust;
import dev.exhibit.boundary.tls.RevocationList;
import dev.exhibit.boundary.tls.TlsMaterial;
import dev.exhibit.boundary.tls.TlsVersion;
import dev.exhibit.crypto.key.SignatureChecker;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was believed in the handshake is believed with a later request only if it would be again. */
class StillBelievedTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final TestAuthority root = new TestAuthority("root", 3);
    private final TestAuthority below = root.below("below", 0);
    private final TestAuthority other = new TestAuthority("other");
    private final TestService service = new TestService(
            Limits.defaults(),
            List.of(new Route(
                    Method.GET, "/v1/who", Scope.EVIDENCE_READ, new Body.None(), exchange -> Answer.empty(204))),
            own -> material(own, List.of()));

    private TlsMaterial material(TestAuthority own, List<TestRevocations> lists, ClientAuthority... more) {
        TestIdentity server = own.server();
        List<ClientAuthority> authorities = Stream.concat(
                        Stream.of(ClientAuthority.own(own.certificate()), ClientAuthority.own(other.certificate())),
                        Stream.of(more.length == 0 ? new ClientAuthority[] {authority(root)} : more))
                .toList();
        return TlsMaterial.of(
                Credential.of(server.keys(), server.chain()),
                new ClientTrust(authorities, read(lists, authorities)),
                TlsVersion.TLS_1_3);
    }

    private static List<RevocationList> read(List<TestRevocations> lists, List<ClientAuthority> authorities) {
        return lists.stream()
                .map(list -> RevocationList.read("test", list.signed(), authorities, SignatureChecker.standard()))
                .toList();
    }

    private static ClientAuthority authority(TestAuthority authority) {
        return ClientAuthority.own(authority.certificate());
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void aListThatEndsEndsOpenConnections() {
        Instant now = Instant.now();
        TestRevocations list = new TestRevocations(root, now.minus(HOUR), now.plus(Duration.ofMinutes(20)));
        service.listener().reload(material(service.authority(), List.of(list)));
        try (RawClient client = as(below.client(TestService.PIPELINE))) {
            assertThat(who(client)).contains(" 204 ");
            service.advance(Duration.ofMinutes(21));
            assertThat(who(client)).contains("identity_unknown").contains("has ended");
        }
    }

    @Test
    void anAuthorityBetweenThatWasRevokedEndsThem() {
        try (RawClient client = as(below.client(TestService.PIPELINE))) {
            assertThat(who(client)).contains(" 204 ");
            TestRevocations list = new TestRevocations(root).revoke(below.certificate());
            service.listener().reload(material(service.authority(), List.of(list)));
            assertThat(who(client)).contains("certificate_revoked");
        }
    }

    @Test
    void anAuthorityThatIsListedNoMoreEndsThem() {
        try (RawClient client = as(root.client(TestService.PIPELINE))) {
            assertThat(who(client)).contains(" 204 ");
            service.listener().reload(material(service.authority(), List.of(), authority(below)));
            assertThat(who(client)).contains("identity_unknown").contains("does not lead to an authority");
        }
    }

    @Test
    void aListedAuthorityThatItsOwnOneRevokedIsNoneAnyMore() {
        List<ClientAuthority> authorities = List.of(authority(below), authority(root));
        List<List<X509Certificate>> chains = List.of(
                below.client(TestService.PIPELINE).chain(),
                root.client(TestService.PIPELINE).chain());
        ClientTrust before = new ClientTrust(authorities, read(List.of(new TestRevocations(root)), authorities));
        chains.forEach(chain -> before.require(chain, Instant.now()));

        TestRevocations list = new TestRevocations(root).revoke(below.certificate());
        ClientTrust after = new ClientTrust(authorities, read(List.of(list), authorities));
        assertThatThrownBy(() -> after.require(chains.getFirst(), Instant.now()))
                .isInstanceOfSatisfying(
                        CertificateRefusedException.class,
                        refused -> assertThat(refused.isRevoked()).isTrue());
        after.require(chains.getLast(), Instant.now());
    }

    /** The list is read as of the first certificate, and the path ends at the other. */
    @Test
    void aListCountsForEveryCertificateOfItsAuthority() {
        TestIdentity client = root.client(TestService.PIPELINE);
        TestAuthority renewed =
                root.renewed(Instant.now().minus(HOUR), Instant.now().plus(Duration.ofDays(1)));
        List<ClientAuthority> authorities = List.of(authority(root), authority(renewed));
        new ClientTrust(authorities, List.of()).require(client.chain(), Instant.now());
        TestRevocations list = new TestRevocations(root).revoke(client.chain().getFirst());
        ClientTrust after = new ClientTrust(authorities, read(List.of(list), authorities));
        assertThatThrownBy(() -> after.requireStill(client.chain(), Instant.now()))
                .isInstanceOfSatisfying(
                        CertificateRefusedException.class,
                        refused -> assertThat(refused.isRevoked()).isTrue());
    }

    @Test
    void anAuthoritysCertificateThatHasEndedDoesNotHideItsNextOne() {
        TestIdentity client = root.client(TestService.PIPELINE);
        TestAuthority ended =
                root.renewed(Instant.now().minus(HOUR), Instant.now().minus(Duration.ofMinutes(1)));
        new ClientTrust(List.of(authority(ended), authority(root)), List.of()).require(client.chain(), Instant.now());
    }

    @Test
    void aListOfAnAuthorityWithTheSameNameSaysNothing() {
        TestAuthority namesake = new TestAuthority("root", 3);
        TestIdentity client = root.client(TestService.PIPELINE);
        List<ClientAuthority> authorities = List.of(authority(namesake), authority(root));
        TestRevocations list =
                new TestRevocations(namesake).revoke(client.chain().getFirst());
        ClientTrust trust = new ClientTrust(authorities, read(List.of(list), authorities));
        trust.require(client.chain(), Instant.now());
        trust.requireStill(client.chain(), Instant.now());
    }

    private RawClient as(TestIdentity identity) {
        return RawClient.tls(service.port(), identity.insistentContext(service.authority()));
    }

    private static String who(RawClient client) {
        RawClient.Reply reply = client.request("GET", "/v1/who");
        return " " + reply.status() + " " + reply.text();
    }
}
