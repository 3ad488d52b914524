package dev.exhibit.cli.serve;

import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.fetch.Origin;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Where the listeners are, as clients call them; ports are known once they listen. Thread-safe. */
final class Places {
    private final Settings settings;
    private volatile int servicePort = -1;
    private volatile int authorityPort = -1;

    Places(Settings settings) {
        this.settings = settings;
    }

    static InetSocketAddress of(Settings.Endpoint endpoint) {
        return new InetSocketAddress(endpoint.address(), endpoint.port());
    }

    /** What clients put into their address: a name that the server's certificate has. */
    static String host(String address) {
        return switch (address) {
            case "127.0.0.1", "0.0.0.0", "::", "::1" -> "localhost";
            default -> address.contains(":") ? "[" + address + "]" : address;
        };
    }

    void serviceListens(int port) {
        servicePort = port;
    }

    void authorityListens(int port) {
        authorityPort = port;
    }

    /** What tokens of this process say in {@code iss}. */
    Origin issuer() {
        return settings.authority()
                .issuer()
                .orElseGet(() ->
                        Origin.parse("https://" + host(settings.authority().address()) + ":" + authorityPort));
    }

    /** Where clients reach the service, once it listens. */
    Optional<String> service() {
        return servicePort < 0
                ? Optional.empty()
                : Optional.of("https://"
                        + settings.listen().names().stream()
                                .findFirst()
                                .orElseGet(() -> host(settings.listen().address()))
                        + ":" + servicePort);
    }

    /** Where the service stamps time, if that is the same at each start. */
    static Optional<String> timestamps(Settings settings) {
        Settings.Listen listen = settings.listen();
        return listen.port() == 0
                ? Optional.empty()
                : Optional.of("https://"
                        + listen.names().stream().findFirst().orElseGet(() -> host(listen.address())) + ":"
                        + listen.port() + "/v1/timestamps");
    }

    /** Whether clients may call the service by that name: one of those in its certificate, on its port. */
    boolean isService(Origin origin) {
        boolean named = origin.host().equals("localhost")
                || origin.host().equals(settings.listen().address())
                || settings.listen().names().contains(origin.host());
        return named && origin.scheme() == Origin.Scheme.HTTPS && origin.port() == servicePort;
    }
}
