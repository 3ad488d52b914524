package dev.exhibit.boundary.config;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.start.StartDocument;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.JsonLimits;
import java.nio.file.Path;
import java.util.List;

/**
 * What an operator can set; {@code docs/operating/configuration.md} has a row for each key.
 *
 * @param profile how much is demanded of the surroundings
 * @param tenant the tenant that the first start makes clients for
 * @param listen where the API is served
 * @param names further DNS names in the server's certificate
 * @param operations where health is served, without authentication
 * @param database which PostgreSQL
 * @param limits every bound of the service
 */
public record Settings(
        Profile profile,
        TenantId tenant,
        Endpoint listen,
        List<String> names,
        Endpoint operations,
        DatabaseChoice database,
        Limits limits) {
    private static final JsonLimits DOCUMENT = new JsonLimits(64 * 1024, 8, 1_000, 4 * 1024);
    private static final String LOOPBACK = "127.0.0.1";

    /** @throws StartRefusedException for settings that contradict each other or the profile */
    public Settings {
        names = List.copyOf(names);
        if (listen.port() != 0 && listen.port() == operations.port()) {
            throw new StartRefusedException("listen.port and operations.port are the same; choose another for one");
        }
        if (profile == Profile.PRODUCTION) {
            demandProduction(database);
        }
    }

    /** The documented defaults: the development profile on this machine alone. */
    public static Settings defaults() {
        return new Settings(
                Profile.DEVELOPMENT,
                new TenantId("default"),
                new Endpoint(LOOPBACK, 8443),
                List.of(),
                new Endpoint(LOOPBACK, 8444),
                new DatabaseChoice.Embedded(),
                Limits.defaults());
    }

    /** @throws StartRefusedException for anything but a strict document of known keys, saying which */
    public static Settings read(Bytes document) {
        return StartDocument.read("the configuration", document, DOCUMENT, SettingsReader::settings);
    }

    /** @throws StartRefusedException if the file cannot be read, and as {@link #read} does */
    public static Settings readFile(Path file) {
        return StartDocument.readFile(file, DOCUMENT, SettingsReader::settings);
    }

    /** A copy that listens on other ports; 0 takes a free one. */
    public Settings withPorts(int listenPort, int operationsPort) {
        return new Settings(
                profile,
                tenant,
                listen.withPort(listenPort),
                names,
                operations.withPort(operationsPort),
                database,
                limits);
    }

    private static void demandProduction(DatabaseChoice database) {
        switch (database) {
            case DatabaseChoice.Embedded ignored ->
                throw new StartRefusedException("the production profile does not take the embedded database;"
                        + " name a PostgreSQL server with database.url");
            case DatabaseChoice.External external -> {
                demandCheckedServer(external.migration().url());
                demandCheckedServer(external.signer().url());
                demandCheckedServer(external.evidence().url());
            }
        }
    }

    private static void demandCheckedServer(String url) {
        if (!DatabaseUrl.checksServer(url)) {
            throw new StartRefusedException("database.url: the production profile needs sslmode=verify-full,"
                    + " so that nobody can pose as the database; add it, with sslrootcert=/path of the authority");
        }
    }
}
