package dev.exhibit.cli;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.pki.CertificateRequest;
import dev.exhibit.boundary.pki.Issued;
import dev.exhibit.boundary.pki.KeyStoreFile;
import dev.exhibit.boundary.pki.LocalAuthority;
import dev.exhibit.boundary.secret.SecretFile;
import dev.exhibit.boundary.token.Presentation;
import dev.exhibit.cli.context.Context;
import dev.exhibit.cli.context.Pins;
import dev.exhibit.client.Connection;
import dev.exhibit.client.TokenIssuer;
import dev.exhibit.testkit.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/** Certificates of a running installation that its first start did not make, as contexts of clients that show them. */
final class OtherCertificates {
    private static final String PASSWORD = "a password";

    private final ServiceProcess service;
    private final Path folder;

    OtherCertificates(ServiceProcess service, Path folder) {
        this.service = service;
        this.folder = folder;
    }

    /** Of the installation's own authority, as if it had been issued when {@code clock} shows. */
    Context of(String tenant, String name, InstantSource clock) {
        Path tls = service.data().resolve("tls");
        String password = SecretFile.readPassword(service.data().resolve("secrets/keystore.password"));
        return context(LocalAuthority.open(tls, password, clock, new SecureRandom()), tenant, name);
    }

    /** The same with tokens of that client. */
    Context of(String tenant, String name, String client, InstantSource clock) {
        Context context = of(tenant, name, clock);
        Connection connection = context.server().orElseThrow();
        TokenIssuer issuer = connection.tokens().orElseThrow();
        return new Context(
                context.name(),
                Optional.of(new Connection(
                        connection.address(),
                        connection.authority(),
                        connection.keyStore(),
                        connection.passwordFile(),
                        Optional.of(new TokenIssuer(issuer.endpoint(), client, issuer.audience())))),
                context.pins());
    }

    /** Of an authority that calls itself the same and is another. */
    Context ofAnotherAuthority(String tenant, String name) {
        LocalAuthority other =
                LocalAuthority.open(folder.resolve("other-ca"), PASSWORD, InstantSource.system(), new SecureRandom());
        return context(other, tenant, name);
    }

    /** The server's own certificate, which is for servers only. */
    Context ofTheServer() {
        Path data = service.data();
        return with(data.resolve("tls/server.p12"), data.resolve("secrets/keystore.password"));
    }

    /** The SHA-256 of the certificate that the client of {@code context} shows. */
    static String thumbprint(Context context) {
        Connection own = context.server().orElseThrow();
        try {
            String password = Files.readString(own.passwordFile()).strip();
            return Presentation.thumbprint(new KeyStoreFile(own.keyStore(), password)
                            .read()
                            .orElseThrow()
                            .certificate())
                    .toString();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Context context(LocalAuthority authority, String tenant, String name) {
        Issued issued = authority.ensure(
                CertificateRequest.Client.of(new TenantId(tenant), name),
                folder.resolve(tenant + "-" + name + "-" + authority.hashCode()),
                name,
                PASSWORD);
        try {
            return with(issued.keyStore(), Files.writeString(issued.keyStore().resolveSibling("password"), PASSWORD));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Context with(Path keyStore, Path password) {
        Connection own =
                InstalledProgram.context(service.data(), "pipeline").server().orElseThrow();
        return new Context(
                "other",
                Optional.of(new Connection(own.address(), own.authority(), keyStore, password, own.tokens())),
                Pins.none());
    }
}
