package dev.exhibit.evidence.http;

import static dev.exhibit.evidence.Refusals.refusedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.Answer.Content;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.evidence.Room;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectName.Area;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlobRoutesTest {
    private static final int MIB = 1 << 20;

    private final Room room = new Room();
    private final List<Route> routes = new BlobRoutes(
                    room.storeBlob, room.fetchBlob, new NoReceipts(), (call, action, target, detail) -> {}, room.limits)
            .routes();
    private final byte[] bytes = new byte[2 * MIB + 100];
    private final Digest name;

    BlobRoutesTest() {
        new Random(1).nextBytes(bytes);
        name = room.put(Bytes.of(bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=5-1048575, 5, 1048576",
        "bytes=1048575-1048576, 1048575, 1048577",
        "bytes=1048576-2097151, 1048576, 2097152",
        "bytes=2097200-, 2097200, 2097252",
        "bytes=-3, 2097249, 2097252",
        "bytes=0-9999999, 0, 2097252"
    })
    void servesOneRange(String range, int from, int to) throws IOException {
        Answer answer = get(Map.of("Range", range));
        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.headers())
                .containsEntry("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + bytes.length)
                .containsEntry("ETag", "\"" + name + "\"")
                .containsEntry("Accept-Ranges", "bytes");
        assertThat(content(answer)).isEqualTo(Arrays.copyOfRange(bytes, from, to));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-1,4-5", "lines=0-1", "bytes=2-1"})
    void answersOtherRangesWhole(String range) throws IOException {
        assertThat(content(get(Map.of("Range", range)))).isEqualTo(bytes);
    }

    @Test
    void refusesARangeOutsideAndSaysHowLongTheBlobIs() {
        assertThatThrownBy(() -> get(Map.of("Range", "bytes=2097252-")))
                .satisfies(refusedWith(ProblemCode.RANGE_UNSATISFIABLE))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.extra().members()).containsKey("contentRange"));
    }

    @Test
    void heedsIfRangeAndIgnoresARangeOfHead() {
        String tag = "\"" + name + "\"";
        assertThat(get(Map.of("Range", "bytes=0-0", "If-Range", tag)).status()).isEqualTo(206);
        for (String other : List.of("W/" + tag, "\"other\"", "Mon, 23 Nov 2026 00:00:00 GMT")) {
            assertThat(get(Map.of("Range", "bytes=0-0", "If-Range", other)).status())
                    .as(other)
                    .isEqualTo(200);
        }
        assertThat(ask(Method.HEAD, Map.of("Range", "bytes=0-0"), Bytes.empty()).status())
                .isEqualTo(200);
    }

    @Test
    void saysNotModifiedToWhoeverHasTheBytes() {
        String tag = "\"" + name + "\"";
        for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
            for (Method method : List.of(Method.GET, Method.HEAD)) {
                Answer answer = ask(method, Map.of("If-None-Match", known, "Range", "bytes=0-0"), Bytes.empty());
                assertThat(answer.status()).as(known).isEqualTo(304);
                assertThat(answer.headers()).containsEntry("ETag", tag);
                assertThat(answer.content()).isInstanceOf(Content.Empty.class);
            }
        }
        assertThat(get(Map.of("If-None-Match", "\"other\"")).status()).isEqualTo(200);
    }

    @Test
    void servesNoRangeOfADamagedChunkAndTheOthers() throws IOException {
        bytes[MIB + 7] ^= 1;
        room.stored.damage(ObjectName.of(room.call.tenant(), Area.SHA256, name), Bytes.of(bytes));
        assertThat(content(get(Map.of("Range", "bytes=0-99")))).isEqualTo(Arrays.copyOf(bytes, 100));
        Answer damaged = get(Map.of("Range", "bytes=1048576-1048577"));
        assertThatThrownBy(() -> content(damaged)).satisfies(refusedWith(ProblemCode.INTEGRITY));
    }

    @Test
    void saysWhatIsMissingHereWhateverOthersHave() {
        Digest other = Hashing.of(Bytes.utf8("other"));
        String both = Arrays.asList(other, name, name).stream()
                .map(digest -> "\"" + digest + "\"")
                .collect(Collectors.joining(","));
        assertThat(text(missing(room.call, both))).isEqualTo("{\"missing\":[\"" + other + "\"]}");
        assertThat(text(missing(room.stranger, "\"" + name + "\""))).isEqualTo("{\"missing\":[\"" + name + "\"]}");
        assertThat(text(missing(room.call, ""))).isEqualTo("{\"missing\":[]}");
    }

    @Test
    void takesAThousandDigestsAndNoMore() {
        assertThat(text(missing(room.call, digests(BlobRoutes.MOST_ASKED)))).hasSizeGreaterThan(70_000);
        assertThatThrownBy(() -> missing(room.call, digests(BlobRoutes.MOST_ASKED + 1)))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> missing(room.call, "\"sha256:00\"")).isInstanceOf(MalformedException.class);
    }

    private static String digests(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"" + Hashing.of(Bytes.utf8("blob " + i)) + "\"")
                .collect(Collectors.joining(","));
    }

    private Answer missing(Call call, String digests) {
        Bytes body = Bytes.utf8("{\"digests\":[" + digests + "]}");
        return route(Method.POST).handler().handle(new FakeExchange(call, Map.of(), body));
    }

    private Answer get(Map<String, String> headers) {
        return ask(Method.GET, headers, Bytes.empty());
    }

    private Answer ask(Method method, Map<String, String> headers, Bytes body) {
        return route(method)
                .handler()
                .handle(new FakeExchange(room.call, Map.of("digest", name.toString()), headers, body));
    }

    private Route route(Method method) {
        return routes.stream().filter(one -> one.method() == method).findFirst().orElseThrow();
    }

    private static byte[] content(Answer answer) throws IOException {
        try (InputStream in = ((Content.Streamed) answer.content()).source().get()) {
            return in.readAllBytes();
        }
    }

    private static String text(Answer answer) {
        return ((Content.Whole) answer.content()).bytes().asLenientText();
    }
}
