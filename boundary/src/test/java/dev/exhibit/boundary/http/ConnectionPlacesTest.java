package dev.exhibit.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.junit.jupiter.api.Test;

/** The limits and one more, of each kind of address. */
class ConnectionPlacesTest {
    private static SocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    @Test
    void oneAddressHasItsShareAndAnotherItsOwn() {
        ConnectionPlaces places = new ConnectionPlaces(100, 64);
        for (int i = 0; i < 64; i++) {
            assertThat(places.enter(at("192.0.2.1", 1_000 + i))).isTrue();
        }
        assertThat(places.enter(at("192.0.2.1", 9))).isFalse();
        assertThat(places.enter(at("192.0.2.2", 9))).isTrue();
        assertThat(places.refused()).isEqualTo(1);
    }

    @Test
    void aPlaceThatIsGivenBackCanBeTaken() {
        ConnectionPlaces places = new ConnectionPlaces(100, 1);
        assertThat(places.enter(at("192.0.2.1", 1))).isTrue();
        assertThat(places.enter(at("192.0.2.1", 2))).isFalse();
        places.leave(at("192.0.2.1", 1));
        assertThat(places.addresses()).isZero();
        assertThat(places.enter(at("192.0.2.1", 3))).isTrue();
    }

    @Test
    void oneNetworkOfIpv6IsOneAddress() {
        ConnectionPlaces places = new ConnectionPlaces(100, 2);
        assertThat(places.enter(at("2001:db8:0:1::1", 1))).isTrue();
        assertThat(places.enter(at("2001:db8:0:1:ffff::2", 1))).isTrue();
        assertThat(places.enter(at("2001:db8:0:1::3", 1))).isFalse();
        assertThat(places.enter(at("2001:db8:0:2::1", 1))).isTrue();
    }

    @Test
    void aMappedAddressIsTheIpv4Address() {
        ConnectionPlaces places = new ConnectionPlaces(100, 1);
        assertThat(places.enter(at("192.0.2.1", 1))).isTrue();
        assertThat(places.enter(at("::ffff:192.0.2.1", 1))).isFalse();
    }

    @Test
    void loopbackHasTheTotalAloneAndNotMore() {
        ConnectionPlaces places = new ConnectionPlaces(10, 2);
        for (int i = 0; i < 10; i++) {
            assertThat(places.enter(at(i % 2 == 0 ? "127.0.0.1" : "::1", i + 1)))
                    .isTrue();
        }
        assertThat(places.enter(at("127.0.0.1", 99))).isFalse();
        assertThat(places.enter(at("192.0.2.1", 99))).isFalse();
    }
}
