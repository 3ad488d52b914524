package dev.exhibit.boundary.fetch;

import dev.exhibit.boundary.fetch.FetchException.Reason;
import dev.exhibit.crypto.encoding.MalformedException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where the service may fetch from: {@code https} on port 443 at public addresses, and what the operator adds.
 *
 * @param origins may be fetched from although their scheme, their port, or an address inside says otherwise
 * @param networks addresses that may be reached whatever their kind
 */
public record FetchRules(Set<Origin> origins, List<Network> networks) {
    public FetchRules {
        origins = Set.copyOf(origins);
        networks = List.copyOf(networks);
    }

    /** No exception at all. */
    public static FetchRules strict() {
        return new FetchRules(Set.of(), List.of());
    }

    /** Reads exceptions: {@code https://host:port}, {@code http://host:port}, or a network such as {@code 10.1.0.0/16}. */
    public static FetchRules of(List<String> exceptions) {
        if (Set.copyOf(exceptions).size() < exceptions.size()) {
            throw new MalformedException(MalformedException.Reason.BAD_VALUE, "an exception is given twice");
        }
        Set<Origin> origins = new HashSet<>();
        List<Network> networks = new ArrayList<>();
        for (String exception : exceptions) {
            if (exception.contains("://")) {
                origins.add(Origin.parse(exception));
            } else {
                networks.add(Network.parse(exception));
            }
        }
        return new FetchRules(origins, networks);
    }

    /** These rules for one origin more. */
    public FetchRules and(Origin origin) {
        Set<Origin> more = new HashSet<>(origins);
        more.add(origin);
        return new FetchRules(more, networks);
    }

    /** @throws FetchException unless scheme and port are allowed */
    void requirePort(Origin origin) {
        boolean usual = origin.scheme() == Origin.Scheme.HTTPS && origin.port() == Origin.Scheme.HTTPS.port();
        if (!usual && !origins.contains(origin)) {
            throw new FetchException(
                    Reason.PORT, origin + " is not fetched from: only https on port 443, unless fetch.allow names it");
        }
    }

    /** @throws FetchException unless {@code address}, to which the host of {@code origin} leads, may be reached */
    void requireAddress(Origin origin, InetAddress address) {
        boolean open = switch (AddressKind.of(address)) {
            case PUBLIC -> true;
            case INSIDE -> origins.contains(origin);
            case NOWHERE -> false;
        };
        if (!open && networks.stream().noneMatch(network -> network.contains(address))) {
            throw new FetchException(
                    Reason.ADDRESS,
                    origin + " leads to an address that is not fetched from, unless fetch.allow names it");
        }
    }
}
