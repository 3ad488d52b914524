package dev.exhibit.boundary.fetch;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** Where an address leads, by the registries of special addresses (RFC 6890 and IANA's tables as of 2025). */
enum AddressKind {
    /** Out into the world. */
    PUBLIC,
    /** To this machine or into a network of one's own: only for what the operator names. */
    INSIDE,
    /**
     * Nowhere that a service has business: link-local (the metadata services of clouds), multicast, unspecified, reserved,
     * documentation, and every form that hides an IPv4 address in an IPv6 one.
     */
    NOWHERE;

    private static final List<Network> INSIDE_NETWORKS = networks(
            "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7");

    private static final List<Network> NOWHERE_NETWORKS = networks(
            "0.0.0.0/8",
            "169.254.0.0/16",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            // Teredo and other protocols, documentation, 6to4, documentation.
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20");

    /** All that is given out of IPv6; what lies outside is no place, NAT64 (64:ff9b::/96, 64:ff9b:1::/48) among it. */
    private static final Network GLOBAL_UNICAST = Network.parse("2000::/3");

    static AddressKind of(InetAddress address) {
        if (within(INSIDE_NETWORKS, address)) {
            return INSIDE;
        }
        boolean given = address.getAddress().length == 4 || GLOBAL_UNICAST.contains(address);
        return !given || within(NOWHERE_NETWORKS, address) ? NOWHERE : PUBLIC;
    }

    private static boolean within(List<Network> networks, InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    private static List<Network> networks(String... texts) {
        return Stream.of(texts).map(Network::parse).toList();
    }
}
