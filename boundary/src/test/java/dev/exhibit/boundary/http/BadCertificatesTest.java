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
import dev.exhibit.boundary.testing.TestAuthority.Leaf;
import dev.exhibit.boundary.testing.TestIdentity;
import dev.exhibit.boundary.testing.TestRevocations;
import dev.exhibit.boundary.testing.TestService;
import dev.exhibit.boundary.tls.CertificateRefusedException;
import dev.exhibit.boundary.tls.CertifiedNames;
import dev.exhibit.boundary.tls.ClientAuthority;
import dev.exhibit.boundary.tls.ClientTrust;
import dev.exhibit.boundary.tls.RevocationList;
import dev.exhibit.boundary.tls.TlsMaterial;
import dev.exhibit.boundary.tls.TlsVersion;
import dev.exhibit.crypto.key.SignatureChecker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every kind of bad certificate is refused in the handshake, before any byte of HTTP, and the good ones are not. */
@Timeout(120)
class BadCertificatesTest {
    private static final int URI = GeneralName.uniformResourceIdentifier;
    private static final String PARTNER = "spiffe://partner.test/ci/build";
    private static final Duration HOUR = Duration.ofHours(1);

    private final TestAuthority partner = new TestAuthority("partner", 3);
    private final TestAuthority expiring = new TestAuthority("expiring");
    private final TestIdentity revoked = partner.client(PARTNER);
    private final AtomicInteger handled = new AtomicInteger();
    private ClientTrust trust = new ClientTrust(List.of(ClientAuthority.own(partner.certificate())), List.of());
    private final TestService service = new TestService(
            Limits.defaults(),
            List.of(new Route(Method.GET, "/v1/who", Scope.EVIDENCE_READ, new Body.None(), exchange -> {
                handled.incrementAndGet();
                return Answer.empty(204);
            })),
            this::material);

    private TlsMaterial material(TestAuthority own) {
        CertifiedNames partners = new CertifiedNames.Foreign(Set.of("spiffe://partner.test", "partner.test"));
        List<ClientAuthority> authorities = List.of(
                ClientAuthority.own(own.certificate()),
                new ClientAuthority(partner.certificate(), partners),
                new ClientAuthority(expiring.certificate(), new CertifiedNames.Foreign(Set.of())));
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        List<RevocationList> lists = List.of(
                list(new TestRevocations(partner).revoke(revoked.chain().getFirst()), authorities),
                list(new TestRevocations(expiring, yesterday, yesterday.plus(HOUR)), authorities));
        TestIdentity server = own.server();
        trust = new ClientTrust(authorities, lists);
        return TlsMaterial.of(Credential.of(server.keys(), server.chain()), trust, TlsVersion.TLS_1_3);
    }

    private static RevocationList list(TestRevocations made, List<ClientAuthority> authorities) {
        return RevocationList.read("test", made.signed(), authorities, SignatureChecker.standard());
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void theGoodOnesGetIn() {
        assertThat(status(service.authority().issue(client(TestService.PIPELINE))))
                .isEqualTo(204);
        assertThat(status(service.authority().issue(client(TestService.PIPELINE).usage(KeyPurposeId.id_kp_serverAuth))))
                .isEqualTo(204);
        assertThat(status(service.authority().issue(client(TestService.PIPELINE).keys(pair("RSA", 2048)))))
                .isEqualTo(204);
        assertThat(status(partner.client(PARTNER))).isEqualTo(403); // believed, and not registered
        assertThat(status(partner.below("ci", 0).client(PARTNER))).isEqualTo(403);
        assertThat(status(partner.issue(new Leaf()
                        .usage(KeyPurposeId.id_kp_clientAuth)
                        .name(GeneralName.dNSName, "build.partner.test"))))
                .isEqualTo(403);
    }

    @Test
    void everyBadOneIsRefusedBeforeAnyByteOfHttp() {
        Map<String, TestIdentity> bad = bad();
        assertThat(bad).hasSizeGreaterThanOrEqualTo(24);
        bad.forEach(this::refused);
        assertThat(handled).hasValue(0);
        assertThat(service.metrics().scrape()).doesNotContain("exhibit_http_requests_total{");
    }

    @Test
    void noCertificateAndOlderVersionsAreRefused() throws IOException {
        assertThatThrownBy(() -> ask(TestIdentity.anonymousContext(service.authority())))
                .isInstanceOf(UncheckedIOException.class);
        SSLContext context = service.authority().client(TestService.PIPELINE).insistentContext(service.authority());
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", service.port())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        }
    }

    private Map<String, TestIdentity> bad() {
        TestAuthority own = service.authority();
        Instant now = Instant.now();
        String me = TestService.PIPELINE;
        Map<String, TestIdentity> bad = new LinkedHashMap<>();
        bad.put("unknown authority: does not lead", new TestAuthority("unknown").client(me));
        bad.put("unknown authority of a known name: does not lead", new TestAuthority("test").client(me));
        bad.put("expired: validity check failed", own.issue(client(me).valid(now.minus(HOUR), now.minusSeconds(60))));
        bad.put(
                "not yet valid: validity check failed",
                own.issue(client(me).valid(now.plusSeconds(300), now.plus(HOUR))));
        bad.put("revoked: was revoked", revoked);
        bad.put("list has ended: has ended", expiring.client("spiffe://expiring.test/a"));
        bad.put(
                "for servers: not for client",
                own.issue(new Leaf().usage(KeyPurposeId.id_kp_serverAuth).name(URI, me)));
        bad.put(
                "for anything: not for client",
                own.issue(new Leaf().usage(KeyPurposeId.anyExtendedKeyUsage).name(URI, me)));
        bad.put("no usage: not for client", own.issue(new Leaf().name(URI, me)));
        bad.put("no name: must name one", own.issue(new Leaf().usage(KeyPurposeId.id_kp_clientAuth)));
        bad.put("two SPIFFE ids: must name one", own.issue(client(me).name(URI, "spiffe://exhibit.test/other")));
        bad.put("two DNS names: must name one", own.issue(host("a.test").name(GeneralName.dNSName, "b.test")));
        bad.put("a wildcard: lower-case host name", own.issue(host("*.exhibit.test")));
        bad.put(
                "an authority as leaf: one of an authority",
                own.issue(client(me).authority()));
        bad.put("an unknown critical extension: critical", own.issue(client(me).critical("1.3.6.1.4.1.99999.1")));
        bad.put(
                "an authority below one that may have none: too many authorities",
                own.below("lower", 0).client(me));
        bad.put("a leaf as authority: not signed by the next", underLeaf(own, me));
        bad.put("too long: a path has 2 to 6", deep().client(PARTNER));
        bad.put(
                "in another order: not for client",
                reversed(partner.below("ci", 0).client(PARTNER)));
        bad.put("weak RSA: 1024 bits", own.issue(client(me).keys(pair("RSA", 1024))));
        bad.put("another curve: unknown type", own.issue(client(me).keys(pair("Ed448", 448))));
        bad.put(
                "a foreign name of the installation: may not certify",
                expiring.client("spiffe://exhibit.internal/tenant/acme/a"));
        bad.put("a partner with a name of ours: may not certify", partner.client(me));
        bad.put(
                "a partner with a name of the installation: may not certify",
                partner.client("spiffe://exhibit.internal/service"));
        bad.put(
                "a name that only begins like the partner's: may not certify",
                partner.client("spiffe://partner.test.evil.test/a"));
        bad.put("a host that only ends like the partner's: may not certify", partner.issue(host("evilpartner.test")));
        bad.put(
                "ours by name, below the partner: may not certify",
                partner.below("test", 0).client(me));
        return bad;
    }

    private TestAuthority deep() {
        TestAuthority lowest = partner;
        for (int i = 0; i < ClientTrust.MAX_PATH; i++) {
            lowest = lowest.below("deep" + i, 9);
        }
        return lowest;
    }

    private static TestIdentity underLeaf(TestAuthority own, String name) {
        TestIdentity leaf = new TestAuthority("leaf").client(name);
        return new TestIdentity(
                leaf.keys(),
                List.of(leaf.chain().getFirst(), own.client(name).chain().getFirst()));
    }

    private static TestIdentity reversed(TestIdentity identity) {
        return new TestIdentity(identity.keys(), identity.chain().reversed());
    }

    private static Leaf client(String name) {
        return new Leaf().usage(KeyPurposeId.id_kp_clientAuth).name(URI, name);
    }

    private static Leaf host(String name) {
        return new Leaf().usage(KeyPurposeId.id_kp_clientAuth).name(GeneralName.dNSName, name);
    }

    private static KeyPair pair(String algorithm, int size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("RSA")) {
                generator.initialize(size);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private int status(TestIdentity identity) {
        return ask(identity.insistentContext(service.authority()));
    }

    /** @param kind with a part of the reason after the colon: it must be that, and not another */
    private void refused(String kind, TestIdentity identity) {
        assertThatThrownBy(() -> trust.require(identity.chain(), Instant.now()))
                .as(kind)
                .isInstanceOf(CertificateRefusedException.class)
                .hasMessageContaining(kind.substring(kind.indexOf(": ") + 2));
        assertThatThrownBy(() -> status(identity)).as(kind).isInstanceOf(UncheckedIOException.class);
        assertThat(service.listener().freePlaces())
                .isEqualTo(Limits.defaults().admission().requests());
    }

    private int ask(SSLContext context) {
        try (RawClient client = RawClient.tls(service.port(), context)) {
            return client.request("GET", "/v1/who").status();
        }
    }
}
