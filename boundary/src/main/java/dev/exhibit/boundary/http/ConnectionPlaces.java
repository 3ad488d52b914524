package dev.exhibit.boundary.http;

import dev.exhibit.crypto.encoding.Bytes;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the open connections of one listener, in all and of each address, so that nobody takes them all. The network
 * parts of IPv6 addresses count as one address each, since a single machine has all addresses of one. Loopback addresses
 * share the total alone: a proxy in front that passes TLS through, a sidecar, and a load test all come from there, each
 * for many, and whoever works on this machine could stop the service in simpler ways. Thread-safe.
 */
final class ConnectionPlaces {
    private static final int NETWORK_BYTES = 8;

    private final int total;
    private final int perAddress;
    private final Map<Bytes, Integer> taken = new HashMap<>();
    private int open;
    private long refused;

    ConnectionPlaces(int total, int perAddress) {
        this.total = total;
        this.perAddress = perAddress;
    }

    /** Takes a place, to be given back with {@link #leave}; false if there is none for this peer. */
    synchronized boolean enter(SocketAddress peer) {
        Bytes address = network(peer);
        boolean free = open < total && (address.size() == 0 || taken.getOrDefault(address, 0) < perAddress);
        if (!free) {
            refused++;
            return false;
        }
        open++;
        taken.merge(address, 1, Integer::sum);
        return true;
    }

    /** Gives a place back. */
    synchronized void leave(SocketAddress peer) {
        open--;
        taken.computeIfPresent(network(peer), (address, count) -> count == 1 ? null : count - 1);
    }

    /** How many connections found no place so far. */
    synchronized long refused() {
        return refused;
    }

    /** How many addresses are remembered: never more than there are connections. */
    synchronized int addresses() {
        return taken.size();
    }

    /** What counts as one address; empty for what shares the total alone. */
    private static Bytes network(SocketAddress peer) {
        if (!(peer instanceof InetSocketAddress internet) || internet.isUnresolved()) {
            return Bytes.empty();
        }
        InetAddress address = internet.getAddress();
        Bytes bytes = Bytes.of(address.getAddress());
        if (address.isLoopbackAddress()) {
            return Bytes.empty();
        }
        return address instanceof Inet6Address ? bytes.slice(0, NETWORK_BYTES) : bytes;
    }
}
