package dev.exhibit.boundary.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.exhibit.boundary.fetch.FetchException.Reason;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every way to make the service ask a place it has no business with, and that a permitted place is asked. */
class SsrfMatrixTest {
    /** Addresses that no fetch reaches, as a name service may give them. */
    private static final List<String> FORBIDDEN = List.of(
            // IPv4: unspecified, private, shared, loopback, link-local, private
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.0.1",
            // protocols, documentation, 6to4 relays, benchmarks, multicast, reserved, broadcast
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            // IPv6: unspecified, loopback, compatible, mapped, NAT64, discard, Teredo, ORCHID, documentation, 6to4
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b::808:808",
            "64:ff9b:1::1",
            "64:ff9b:1:ffff::a00:1",
            "100::1",
            "2001::1",
            "2001:0:7f00:1::1",
            "2001:10::1",
            "2001:20::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "2002:a00:1::1",
            "3fff::1",
            "5f00::1",
            // unique local, link-local, site-local, multicast, not given out
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "ff0e::1",
            "4000::1",
            "e000::1");

    /** Hosts in a URL that some program or other takes for one of these addresses. */
    private static final List<String> SPELLINGS = List.of(
            "2130706433",
            "0x7f000001",
            "0x7f.0.0.1",
            "0177.0.0.1",
            "017700000001",
            "127.1",
            "127.0.1",
            "0",
            "0x0",
            "127.0.0.01",
            "127.0.0.1.",
            "127.0.0.256",
            "00127.0.0.1",
            "1e100.0x1",
            "localhost.",
            "LOCALHOST",
            "\u2460\u2461\u2466.0.0.1",
            "127\u30020.0.1",
            "localhost%00",
            "%6cocalhost",
            "[::ffff:127.0.0.1]",
            "[0:0:0:0:0:ffff:7f00:1]",
            "[fe80::1%eth0]",
            "[::1",
            "::1",
            "[]",
            "user@localhost",
            "user:word@localhost",
            "public.example@localhost",
            "localhost\\@public.example",
            "public.example#@localhost",
            "local host",
            "localhost\t",
            "localhost\r\nHost: x",
            "-a.example",
            "a..example",
            "");

    private final FetchFixture fixture = new FetchFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void noForbiddenAddressIsReachedByName() {
        List<String> reached = new ArrayList<>();
        for (String address : FORBIDDEN) {
            FetchException refused = attempt(fixture.guard(List.of(), address), "https://public.example/");
            if (refused.reason() != Reason.ADDRESS) {
                reached.add(address + " " + refused.reason());
            }
        }
        assertThat(reached).isEmpty();
    }

    @Test
    void noForbiddenAddressIsReachedAsALiteral() {
        List<String> reached = new ArrayList<>();
        for (String address : FORBIDDEN) {
            String host = address.contains(":") ? "[" + address + "]" : address;
            FetchException refused = attempt(fixture.guard(List.of()), "https://" + host + "/");
            if (refused.reason() != Reason.ADDRESS && refused.reason() != Reason.URL) {
                reached.add(address + " " + refused.reason());
            }
        }
        assertThat(reached).isEmpty();
        assertThat(fixture.lookups).isEmpty();
    }

    @Test
    void noOtherSpellingOfAHostIsTaken() {
        List<String> taken = new ArrayList<>();
        for (String host : SPELLINGS) {
            FetchException refused = attempt(fixture.guard(List.of(), "127.0.0.1"), "https://" + host + "/");
            if (refused.reason() != Reason.URL) {
                taken.add(host + " " + refused.reason());
            }
        }
        assertThat(taken).isEmpty();
        assertThat(fixture.lookups).isEmpty();
    }

    @Test
    void publicAddressesPassTheCheck() {
        for (String address : List.of("1.1.1.1", "172.32.0.1", "100.128.0.1", "192.0.1.1", "2606:4700::1111")) {
            assertThat(AddressKind.of(InetAddress.ofLiteral(address)))
                    .as(address)
                    .isEqualTo(AddressKind.PUBLIC);
        }
    }

    @Test
    void oneForbiddenAddressAmongSeveralRefusesTheName() {
        Fetch guard = fixture.guard(List.of(), "1.1.1.1", "10.0.0.1");
        assertThat(attempt(guard, "https://public.example/").reason()).isEqualTo(Reason.ADDRESS);
    }

    @Test
    void otherSchemesAndPortsAreRefused() {
        for (String url : List.of(
                "https://public.example:8443/",
                "http://public.example/",
                "http://public.example:443/",
                "https://public.example:22/")) {
            assertThat(attempt(fixture.guard(List.of(), "1.1.1.1"), url).reason())
                    .as(url)
                    .isEqualTo(Reason.PORT);
        }
        for (String url : List.of(
                "ftp://public.example/",
                "file:///etc/passwd",
                "gopher://public.example/",
                "jar:https://public.example!/",
                "//public.example/",
                "/path",
                "HTTPS://public.example/",
                "https:/public.example/",
                "https://public.example:0/",
                "https://public.example:65536/",
                "https://public.example:0443/")) {
            assertThat(attempt(fixture.guard(List.of(), "1.1.1.1"), url).reason())
                    .as(url)
                    .isEqualTo(Reason.URL);
        }
        assertThat(fixture.lookups).isEmpty();
    }

    /** The second answer of the name service would be the forbidden one: it is never asked for. */
    @Test
    void aNameThatChangesItsAnswerIsLookedUpOnce() {
        Deque<String> answers = new ArrayDeque<>(List.of("127.0.0.1", "169.254.169.254", "169.254.169.254"));
        Fetch guard = fixture.guard(List.of(fixture.server.origin("localhost")), host -> {
            fixture.lookups.add(host);
            return List.of(InetAddress.ofLiteral(answers.removeFirst()));
        });
        fixture.server.says("first");
        assertThat(guard.fetch(fixture.get("/")).document().asLenientText()).isEqualTo("first");
        assertThat(fixture.lookups).containsExactly("localhost");
        FetchFixture.refused(Reason.ADDRESS, () -> guard.fetch(fixture.get("/")));
        assertThat(fixture.server.requests()).hasSize(1);
    }

    @Test
    void redirectsIntoForbiddenPlacesAreRefused() {
        for (String place : List.of(
                "https://127.0.0.1/",
                "https://10.0.0.1/",
                "https://[::1]/",
                "https://169.254.169.254/latest",
                "https://2130706433/",
                "http://localhost:1/",
                "//localhost/",
                "https://user@localhost/",
                "file:///etc/passwd",
                "https://inside.example/",
                fixture.server.origin("127.0.0.1") + "/")) {
            fixture.server.says("302 Found", "Location: " + place + "\r\n", "");
            int before = fixture.server.requests().size();
            Throwable refused =
                    catchThrowable(() -> fixture.open().fetch(fixture.get("/").following(2)));
            assertThat(refused).as(place).isInstanceOf(FetchException.class);
            assertThat(((FetchException) refused).isRefusal()).as(place).isTrue();
            assertThat(fixture.server.requests()).as(place).hasSize(before + 1);
        }
    }

    @Test
    void redirectsAreNotFollowedUnlessAskedForAndNotForEver() {
        fixture.server.says("302 Found", "Location: /again\r\n", "");
        FetchFixture.refused(Reason.REDIRECT, () -> fixture.open().fetch(fixture.get("/")));
        assertThat(fixture.server.requests()).hasSize(1);
        FetchFixture.refused(
                Reason.REDIRECT, () -> fixture.open().fetch(fixture.get("/").following(9)));
        assertThat(fixture.server.requests()).as("the limit is 2").hasSize(1 + 3);
    }

    @Test
    void aPermittedPlaceIsAskedUnderItsName() {
        fixture.server.says("hello");
        Fetched answer = fixture.open().fetch(fixture.get("/path?query=1").with("Accept", "application/json"));
        assertThat(answer.document().asLenientText()).isEqualTo("hello");
        assertThat(fixture.server.requests().getFirst())
                .startsWith("GET /path?query=1 HTTP/1.1\r\n")
                .contains("\r\nHost: localhost:" + fixture.server.port() + "\r\n", "\r\nAccept: application/json\r\n");
    }

    @Test
    void aPermittedNetworkIsReachedAndAnotherIsNot() {
        fixture.server.says("hello");
        String origin = "https://localhost:" + fixture.server.port();
        assertThat(fixture.guard(List.of(origin, "127.0.0.0/30"), "127.0.0.1")
                        .fetch(fixture.get("/"))
                        .status())
                .isEqualTo(200);
        // An origin that is named opens networks of one's own, and neither link-local nor hidden addresses.
        for (String address : List.of("169.254.169.254", "0.0.0.0", "64:ff9b::7f00:1", "224.0.0.1")) {
            FetchFixture.refused(
                    Reason.ADDRESS,
                    () -> fixture.guard(List.of(origin), address).fetch(fixture.get("/")));
        }
    }

    @Test
    void anExceptionForOneHostOpensNoOther() {
        Fetch guard = fixture.guard(List.of(fixture.server.origin("localhost")), "127.0.0.1");
        assertThat(attempt(guard, "https://public.example/").reason()).isEqualTo(Reason.ADDRESS);
        assertThat(attempt(guard, "https://localhost/").reason()).isEqualTo(Reason.ADDRESS);
    }

    @Test
    void headersDoNotFollowToAnotherOrigin() {
        fixture.server.answers(out -> out.write(("HTTP/1.1 307 Moved\r\nContent-Length: 0\r\nLocation: "
                        + fixture.server.origin("other.example") + "/\r\n\r\n")
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        Fetch guard = fixture.guard(
                Stream.of("localhost", "other.example")
                        .map(fixture.server::origin)
                        .toList(),
                "127.0.0.1");
        // The certificate does not name other.example, so the second connection ends before any header is sent.
        FetchFixture.refused(
                Reason.CONNECTION,
                () -> guard.fetch(fixture.get("/").following(1).with("Authorization", "canary")));
        assertThat(fixture.server.requests()).hasSize(1);
        FetchOrder order = fixture.get("/").following(1).with("Authorization", "canary");
        assertThat(order.redirectedTo(FetchUrl.parse("https://other.example/")).headers())
                .isEmpty();
        assertThat(order.redirectedTo(fixture.get("/b").url()).headers()).hasSize(1);
    }

    private static FetchException attempt(Fetch guard, String url) {
        Throwable refused = catchThrowable(() -> guard.fetch(FetchOrder.get(FetchUrl.parse(url), 100)));
        assertThat(refused).as(url).isInstanceOf(FetchException.class);
        return (FetchException) refused;
    }
}
