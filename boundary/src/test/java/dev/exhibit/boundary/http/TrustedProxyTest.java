package dev.exhibit.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.http.Route.Body;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.pki.Credential;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.RawClient.Reply;
import dev.exhibit.boundary.testing.TestAuthority;
import dev.exhibit.boundary.testing.TestAuthority.Leaf;
import dev.exhibit.boundary.testing.TestIdentity;
import dev.exhibit.boundary.testing.TestRevocations;
import dev.exhibit.boundary.testing.TestService;
import dev.exhibit.boundary.tls.CertifiedNames;
import dev.exhibit.boundary.tls.ClientAuthority;
import dev.exhibit.boundary.tls.ClientTrust;
import dev.exhibit.boundary.tls.RevocationList;
import dev.exhibit.boundary.tls.TlsMaterial;
import dev.exhibit.boundary.tls.TlsVersion;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.SignatureChecker;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who calls is said by the certificate of the connection, or by a listed proxy, and by no other header ever. */
@Timeout(60)
class TrustedProxyTest {
    private static final String PROXY = "spiffe://edge.test/proxy";
    private static final String STRANGER = "spiffe://exhibit.test/tenant/acme/nobody";

    private final TestAuthority edge = new TestAuthority("edge");
    private final TestIdentity proxy = edge.client(PROXY);
    private final TestAuthority partner = new TestAuthority("partner");
    private final TestIdentity revoked = partner.client("spiffe://partner.test/revoked");
    private TestService service =
            new TestService(Limits.defaults(), List.of(who()), own -> material(own, Set.of(PROXY)));

    private static Route who() {
        return new Route(
                Method.GET,
                "/v1/who",
                Scope.EVIDENCE_READ,
                new Body.None(),
                exchange -> Answer.json(
                        200,
                        Json.object()
                                .with(
                                        "identity",
                                        exchange.call().caller().identity().value())));
    }

    private TlsMaterial material(TestAuthority own, Set<String> proxies) {
        List<ClientAuthority> authorities = List.of(
                ClientAuthority.own(own.certificate()),
                new ClientAuthority(edge.certificate(), new CertifiedNames.Foreign(Set.of("spiffe://edge.test"))),
                new ClientAuthority(
                        partner.certificate(), new CertifiedNames.Foreign(Set.of("spiffe://partner.test"))));
        RevocationList list = RevocationList.read(
                "test",
                new TestRevocations(partner).revoke(leaf(revoked)).signed(),
                authorities,
                SignatureChecker.standard());
        List<ServiceIdentity> listed =
                proxies.stream().map(ServiceIdentity::new).toList();
        TestIdentity server = own.server();
        return TlsMaterial.of(
                Credential.of(server.keys(), server.chain()),
                new ClientTrust(authorities, List.of(list), Set.copyOf(listed)),
                TlsVersion.TLS_1_3);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void theCertificateThatAProxyPassesOnIsTheCallers() {
        for (String name : List.of(TestService.PIPELINE, TestService.AUDITOR)) {
            Reply reply = through(proxy, header(service.authority().client(name)));
            assertThat(reply.text()).isEqualTo("{\"identity\":\"" + name + "\"}");
        }
    }

    @Test
    void oneConnectionOfAProxyServesManyCallers() {
        try (RawClient client = RawClient.tls(service.port(), proxy.insistentContext(service.authority()))) {
            for (String name : List.of(TestService.PIPELINE, TestService.AUDITOR, TestService.PIPELINE)) {
                assertThat(ask(client, header(service.authority().client(name))).text())
                        .contains(name);
            }
            nobody(ask(client, ""));
        }
    }

    @Test
    void aProxyDoesNotActAsItself() {
        nobody(through(proxy, ""));
        nobody(through(proxy, header(proxy)));
        nobody(through(proxy, "X-Forwarded-Client-Cert: URI=" + TestService.PIPELINE + "\r\n"));
    }

    @Test
    void whatAProxyPassesOnMustBeBelieved() {
        TestAuthority own = service.authority();
        Instant now = Instant.now();
        nobody(through(proxy, header(new TestAuthority("unknown").client(TestService.PIPELINE))));
        nobody(through(proxy, header(new TestAuthority("test").client(TestService.PIPELINE))));
        nobody(through(proxy, header(partner.client(TestService.PIPELINE))));
        nobody(through(proxy, header(own.issue(pipeline().valid(now.minusSeconds(90), now.minusSeconds(60))))));
        nobody(through(proxy, header(own.issue(pipeline().valid(now.plusSeconds(60), now.plusSeconds(90))))));
        nobody(through(proxy, header(own.server())));
        nobody(through(proxy, header(own.client(STRANGER))));
        nobody(through(proxy, header(own.issue(pipeline().authority()))));
        assertThat(through(proxy, header(revoked)).text()).contains("\"code\":\"certificate_revoked\"");
    }

    @Test
    void anythingButOneByteSequenceOfOneCertificateIsRefused() throws CertificateEncodingException {
        String good = header(service.authority().client(TestService.PIPELINE));
        String base64 = good.substring(good.indexOf(':', 12) + 1, good.lastIndexOf(':'));
        byte[] der = leaf(service.authority().client(TestService.PIPELINE)).getEncoded();
        Bytes more = Bytes.concat(Bytes.owned(der), Bytes.utf8("x"));
        for (String value : List.of(
                "",
                ":",
                "::",
                base64,
                ":" + base64,
                ":" + base64 + ":;a=1",
                ":" + base64 + ":, :" + base64 + ":",
                ": " + base64 + ":",
                ":" + base64 + "=:",
                ":AAAA:",
                "\"" + base64 + "\"",
                ":" + StrictBase64.encode(more) + ":")) {
            nobody(through(proxy, "Client-Cert: " + value + "\r\n"));
        }
        nobody(through(proxy, good + good));
        assertThat(through(proxy, "Client-Cert: :" + base64 + ":\r\n").status()).isEqualTo(200);
    }

    @Test
    void whoIsNoListedProxyPassesOnNothing() {
        String other = header(service.authority().client(TestService.AUDITOR));
        assertThat(through(service.authority().client(TestService.PIPELINE), other)
                        .text())
                .contains(TestService.PIPELINE);
        nobody(through(service.authority().client(STRANGER), other));
        nobody(through(edge.client("spiffe://edge.test/proxy2"), other));
        nobody(through(edge.client("spiffe://edge.test/proxy/below"), other));
    }

    @Test
    void withoutAListNobodyPassesOnAnything() {
        service.close();
        service = new TestService(Limits.defaults(), List.of(who()), own -> material(own, Set.of()));
        nobody(through(proxy, header(service.authority().client(TestService.PIPELINE))));
    }

    @Test
    void anOpenConnectionEndsWithTheRevocationOfItsCertificate() {
        TestIdentity caller = service.authority().client(TestService.PIPELINE);
        try (RawClient client = RawClient.tls(service.port(), caller.clientContext(service.authority()))) {
            assertThat(ask(client, "").status()).isEqualTo(200);
            List<ClientAuthority> own =
                    List.of(ClientAuthority.own(service.authority().certificate()));
            Bytes list = new TestRevocations(service.authority())
                    .revoke(leaf(caller))
                    .signed();
            TestIdentity server = service.authority().server();
            service.listener()
                    .reload(TlsMaterial.of(
                            Credential.of(server.keys(), server.chain()),
                            new ClientTrust(
                                    own, List.of(RevocationList.read("test", list, own, SignatureChecker.standard()))),
                            TlsVersion.TLS_1_3));
            assertThat(ask(client, "").text()).contains("\"code\":\"certificate_revoked\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For",
                "X-Forwarded-Host",
                "X-Forwarded-Proto",
                "X-Forwarded-User",
                "X-Forwarded-Client-Cert",
                "Forwarded",
                "X-Real-IP",
                "X-Helidon-CN",
                "X-SSL-Cert",
                "X-SSL-Client-Cert",
                "X-SSL-Client-S-DN",
                "X-SSL-Client-SAN",
                "X-SSL-Client-Verify",
                "X-SSL-CERT-SERIAL",
                "SSL-Client-Cert",
                "X-Client-Cert",
                "X-Client-DN",
                "X-Client-Identity",
                "X-Client-Verify",
                "X-ARR-ClientCert",
                "X-Amzn-Mtls-Clientcert",
                "X-SPIFFE-ID",
                "Client-Cert",
                "Client-Cert-Chain"
            })
    void aHeaderSaysNothing(String name) {
        TestIdentity auditor = service.authority().client(TestService.AUDITOR);
        String certificate = ":" + StrictBase64.encode(der(leaf(auditor))) + ":";
        for (String value : List.of(certificate, TestService.AUDITOR, "URI=" + TestService.AUDITOR, "SUCCESS", "\"")) {
            String line = name + ": " + value + "\r\n";
            nobody(through(service.authority().client(STRANGER), line));
            assertThat(through(service.authority().client(TestService.PIPELINE), line)
                            .text())
                    .isEqualTo("{\"identity\":\"" + TestService.PIPELINE + "\"}");
        }
    }

    private static Leaf pipeline() {
        return new Leaf()
                .usage(KeyPurposeId.id_kp_clientAuth)
                .name(GeneralName.uniformResourceIdentifier, TestService.PIPELINE);
    }

    private static X509Certificate leaf(TestIdentity identity) {
        return identity.chain().getFirst();
    }

    private static Bytes der(X509Certificate certificate) {
        try {
            return Bytes.of(certificate.getEncoded());
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String header(TestIdentity identity) {
        return "Client-Cert: :" + StrictBase64.encode(der(leaf(identity))) + ":\r\n";
    }

    private Reply through(TestIdentity peer, String lines) {
        try (RawClient client = RawClient.tls(service.port(), peer.insistentContext(service.authority()))) {
            return ask(client, lines);
        }
    }

    private static Reply ask(RawClient client, String lines) {
        return client.send("GET /v1/who HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n")
                .read();
    }

    private static void nobody(Reply reply) {
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.text()).contains("\"code\":\"identity_unknown\"");
    }
}
