package dev.exhibit.cli.serve;

import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.database.embedded.DirectoryLock;
import dev.exhibit.boundary.entitlement.Quotas;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.pki.Issued;
import dev.exhibit.boundary.secret.Secrets;
import dev.exhibit.boundary.trace.Traces;
import dev.exhibit.crypto.key.SignatureChecker;
import java.util.function.Consumer;
import java.util.function.Function;

/** What every room stands on: a directory of our own, certificates, databases, and who is known. */
record Ground(
        LocalCertificates certificates,
        TlsRoom tls,
        FirstClients clients,
        Secrets secrets,
        Databases databases,
        RegisterRoom register,
        Traces traces,
        Quotas quotas) {

    /**
     * Lays it.
     *
     * @param own the service's own calls for a tenant
     * @param told of each tenant that something was done for, but by the store
     * @param report told, in a line each, what a person at the terminal wants to know
     */
    static Ground lay(
            Settings settings,
            DataDirectory data,
            Platform platform,
            SignatureChecker checker,
            OutgoingFetches fetches,
            Closing closing,
            Function<TenantId, Call> own,
            Consumer<TenantId> told,
            Consumer<String> report) {
        data.prepare();
        closing.opened(DirectoryLock.acquire(data.run()));
        data.forgetRunning();
        closing.opened(data::forgetRunning);
        LocalCertificates certificates = new LocalCertificates(data, settings.tenant(), settings.listen(), platform);
        certificates.made().ifPresent(report);
        certificates.ensure().forEach(issued -> report.accept(line(data, issued)));
        FirstClients clients =
                new FirstClients(data, certificates, settings.tenant().value());
        clients.register();
        Quotas quotas = settings.entitlements()
                .map(files -> Quotas.follow(files, checker, platform.clock()))
                .orElseGet(Quotas::none);
        Secrets secrets = SecretsRoom.of(settings, platform, fetches);
        Traces traces = closing.opened(TracesRoom.of(settings, platform, secrets, fetches));
        TlsRoom tls = new TlsRoom(settings, data, secrets, platform, checker);
        Databases databases = Databases.open(settings, data, platform, secrets, traces, told, report, closing);
        RegisterRoom register = new RegisterRoom(databases.boundary(), settings.tenant(), platform);
        register.follow(data.identities(), own, report);
        return new Ground(certificates, tls, clients, secrets, databases, register, traces, quotas);
    }

    private static String line(DataDirectory data, Issued issued) {
        return "made " + data.root().relativize(issued.keyStore()) + ", good until "
                + issued.end().toString().substring(0, 10);
    }
}
