package dev.exhibit.cli.serve;

import dev.exhibit.authority.enrolment.CertificateIssuer;
import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.pki.CertificateRequest;
import dev.exhibit.boundary.pki.Issued;
import dev.exhibit.boundary.pki.LocalAuthority;
import dev.exhibit.boundary.secret.SecretFile;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The certificates of an installation that has no other certificate authority: its own, one for the server and one for
 * each first client. Made at the first start, kept afterwards, issued anew when less than 30 days are left. Thread-safe.
 */
final class LocalCertificates {
    private static final List<String> LOOPBACK = List.of("127.0.0.1", "::1");
    private static final List<String> ANY = List.of("0.0.0.0", "::");

    private final DataDirectory data;
    private final SecureRandom random;
    private final LocalAuthority authority;
    private final TenantId tenant;
    private final CertificateRequest.Server server;
    private final boolean isFirst;

    LocalCertificates(DataDirectory data, TenantId tenant, Settings.Listen listen, Platform platform) {
        String password = SecretFile.password(data.keyStorePassword(), platform.random());
        this.data = data;
        this.random = platform.random();
        this.tenant = tenant;
        this.server = server(listen);
        this.isFirst = Files.notExists(data.tls().resolve("ca.p12"));
        this.authority = LocalAuthority.open(data.tls(), password, platform.clock(), platform.random());
    }

    /** What to say where the authority was made just now. */
    Optional<String> made() {
        return isFirst
                ? Optional.of("made tls/ca.p12, the certificate authority of this installation, good for 10 years")
                : Optional.empty();
    }

    /** Good for this machine by any name, for the names configured, and for the address that is listened on. */
    private static CertificateRequest.Server server(Settings.Listen listen) {
        Stream<String> own = ANY.contains(listen.address()) ? Stream.of() : Stream.of(listen.address());
        return new CertificateRequest.Server(
                Stream.concat(Stream.of("localhost"), listen.names().stream())
                        .distinct()
                        .toList(),
                Stream.concat(LOOPBACK.stream(), own).distinct().toList());
    }

    /**
     * A client of the first start.
     *
     * @param role what it may do; also its name
     * @param request the certificate it gets
     */
    record FirstClient(Role role, CertificateRequest.Client request) {
        String name() {
            return role.wire();
        }
    }

    /** One client for each role. */
    List<FirstClient> clients() {
        return Stream.of(Role.values())
                .map(role -> new FirstClient(role, CertificateRequest.Client.of(tenant, role.wire())))
                .toList();
    }

    /** Issues what is missing or soon ends. @return what was issued now, with its end */
    List<Issued> ensure() {
        Stream<Issued> clients = clients().stream()
                .map(client -> authority.ensure(client.request(), data.clients(), client.name(), password(client)));
        Stream<Issued> own = Stream.of(authority.ensure(server, data.tls(), "server"));
        return Stream.concat(own, clients).filter(Issued::fresh).toList();
    }

    /** Each client's key store has a password of its own, to be handed over with it. */
    private String password(FirstClient client) {
        return SecretFile.password(data.clientPassword(client.name()), random);
    }

    /** What enrolled clients get. */
    CertificateIssuer issuer() {
        return authority::issue;
    }

    String authorityPem() {
        return authority.certificatePem();
    }
}
