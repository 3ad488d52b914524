package dev.exhibit.authority;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlaceTest {
    @Test
    void anIpv4AddressIsAPlace() {
        assertThat(Place.of("192.0.2.1")).isEqualTo("192.0.2.1").isNotEqualTo(Place.of("192.0.2.2"));
    }

    @Test
    void anIpv6NetworkIsAPlace() {
        assertThat(Place.of("2001:db8::1")).isEqualTo("20010db800000000/64");
        assertThat(Place.of("2001:db8:0:0:ffff:ffff:ffff:ffff")).isEqualTo(Place.of("2001:db8::"));
        assertThat(Place.of("2001:db8:0:1::1")).isNotEqualTo(Place.of("2001:db8::1"));
    }

    @Test
    void anIpv4AddressWrittenAsIpv6IsItself() {
        assertThat(Place.of("::ffff:192.0.2.1")).isEqualTo("192.0.2.1");
    }

    @Test
    void whatIsNoAddressStandsForItself() {
        assertThat(Place.of("unknown")).isEqualTo("unknown");
    }
}
