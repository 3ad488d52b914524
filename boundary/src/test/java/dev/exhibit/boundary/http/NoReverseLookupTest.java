package dev.exhibit.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class NoReverseLookupTest {
    @Test
    void anAddressHasNoName() throws UnknownHostException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        assertThat(new InetSocketAddress(loopback, 1).getHostName()).isEqualTo("127.0.0.1");
    }

    @Test
    void aNameHasAnAddress() throws UnknownHostException {
        assertThat(InetAddress.getByName("localhost").isLoopbackAddress()).isTrue();
    }
}
