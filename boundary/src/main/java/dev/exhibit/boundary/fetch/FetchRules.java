package dev.exhibit.boundary.fetch;

import dev.exhibit.boundary.fetch.FetchException.Reason;
import dev.exhibit.crypto.encoding.MalformedException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the service may fetch from: {@code https} on port 443 at public addresses, and what the operator adds.
 *
 * @param origins may be fetched from although their scheme, their port, or an address inside says otherwise
 * @param networks addresses that may be reached whatever their kind
 * @param places the only ones, where there is such a list: named with scheme and port, they need no exception for these
 */
public record FetchRules(Set<Origin> origins, List<Network> networks, Optional<Set<Origin>> places) {
    public FetchRules {
        origins = Set.copyOf(origins);
        networks = List.copyOf(networks);
        places = places.map(Set::copyOf);
    }

    /** No exception at all. */
    public static FetchRules strict() {
        return new FetchRules(Set.of(), List.of(), Optional.empty());
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
        return new FetchRules(origins, networks, Optional.empty());
    }

    /** These rules for one origin more. */
    public FetchRules and(Origin origin) {
        Set<Origin> more = new HashSet<>(origins);
        more.add(origin);
        return new FetchRules(more, networks, places);
    }

    /** These rules, for these places and no others: also where a redirect leads, or an answer sends the reader. */
    public FetchRules only(Set<Origin> named) {
        return new FetchRules(origins, networks, Optional.of(named));
    }

    /** @throws FetchException unless the place, its scheme and its port are allowed */
    void requirePlace(Origin origin) {
        if (places.isPresent()) {
            requireNamed(origin, places.get());
            return;
        }
        boolean usual = origin.scheme() == Origin.Scheme.HTTPS && origin.port() == Origin.Scheme.HTTPS.port();
        if (!usual && !origins.contains(origin)) {
            throw new FetchException(
                    Reason.PORT, origin + " is not fetched from: only https on port 443, unless fetch.allow names it");
        }
    }

    private static void requireNamed(Origin origin, Set<Origin> named) {
        if (!named.contains(origin)) {
            throw new FetchException(Reason.PLACE, origin + " is not one of the places that may be fetched from");
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
