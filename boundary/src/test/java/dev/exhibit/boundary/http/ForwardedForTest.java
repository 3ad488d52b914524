package dev.exhibit.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedForTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=192.0.2.60|192.0.2.60",
                "For=192.0.2.60;proto=http;by=203.0.113.43|192.0.2.60",
                "proto=https; for=\"192.0.2.60:4711\"|192.0.2.60",
                "for=\"[2001:db8:cafe::17]:4711\"|2001:db8:cafe:0:0:0:0:17",
                "for=\"[2001:db8:cafe::17]\"|2001:db8:cafe:0:0:0:0:17",
                "for=10.0.0.1, for=192.0.2.60|192.0.2.60",
                "for=\", for=192.0.2.60|192.0.2.60",
                "by=\";for=10.0.0.1;,for=192.0.2.60|192.0.2.60"
            })
    void theProxysOwnElementCounts(String value, String address) {
        assertThat(ForwardedFor.last(List.of(value)).map(InetAddress::getHostAddress))
                .contains(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "for=unknown",
                "for=_hidden",
                "for=",
                "for=192.0.2",
                "for=192.0.2.600",
                "for=2001:db8::1",
                "for=\"[fe80::1%eth0]\"",
                "for=192.0.2.60,",
                "for=192.0.2.60;for=192.0.2.61",
                "for=host.example.org",
                "for=1.1.1.1;host=\"x,for=192.0.2.60\"",
                "for=192.0.2.60, proto=http"
            })
    void anythingElseNamesNone(String value) {
        assertThat(ForwardedFor.last(List.of(value))).isEmpty();
    }
}
