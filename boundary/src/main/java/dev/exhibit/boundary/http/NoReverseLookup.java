package dev.exhibit.boundary.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/**
 * Makes this process never ask for the name of an address; names are looked up as ever. The server underneath asks for the
 * name of every client before its handshake (4.5.0): a client could make it wait for a name server of the client's choice,
 * outside of every deadline, in native code that keeps a processor's worth of virtual threads from running. Found through
 * {@code META-INF/services}.
 */
public final class NoReverseLookup extends InetAddressResolverProvider {
    @Override
    public InetAddressResolver get(Configuration configuration) {
        InetAddressResolver platform = configuration.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
                return platform.lookupByName(host, policy);
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                throw new UnknownHostException("names of addresses are not looked up");
            }
        };
    }

    @Override
    public String name() {
        return "no reverse lookup";
    }
}
