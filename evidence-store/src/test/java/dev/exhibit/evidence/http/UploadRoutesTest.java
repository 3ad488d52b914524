package dev.exhibit.evidence.http;

import static dev.exhibit.evidence.Refusals.refusedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.entitlement.Quotas;
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
import dev.exhibit.evidence.MemoryUploadLedger;
import dev.exhibit.evidence.ReceiveUpload;
import dev.exhibit.evidence.Room;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectName.Area;
import dev.exhibit.evidence.blob.UploadParts;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UploadRoutesTest {
    private static final int SIZE = UploadParts.MOST * 2 + 100;
    private static final UUID ID = new UUID(5, 6);

    private final Room room = new Room();
    private final MemoryUploadLedger ledger = new MemoryUploadLedger();
    private final byte[] bytes = new byte[SIZE];
    private final Digest name;

    UploadRoutesTest() {
        new Random(2).nextBytes(bytes);
        name = Hashing.of(Bytes.of(bytes));
    }

    @Test
    void storesWhatCameInPartsOverReplicas() {
        begin(SIZE);
        assertThat(offset(append(0, 0, 1000))).isEqualTo("1000");
        assertThat(append(1000, 1000, SIZE - 1).status()).isEqualTo(204);
        assertThat(offset(ask(room.call, Method.GET, Map.of(), Bytes.empty()))).isEqualTo("" + (SIZE - 1));
        Answer last = append(SIZE - 1, SIZE - 1, SIZE);
        assertThat(last.status()).isEqualTo(201);
        assertThat(((Content.Whole) last.content()).bytes().asLenientText())
                .isEqualTo("{\"digest\":\"" + name + "\",\"size\":" + SIZE + "}");
        assertThat(room.fetchBlob.get(room.call, name).read(SIZE)).isEqualTo(Bytes.of(bytes));
        assertThat(parts()).isEmpty();
        assertThatThrownBy(() -> append(SIZE, 0, 0)).satisfies(refusedWith(ProblemCode.NOT_FOUND));
    }

    @Test
    void refusesAnotherOffsetAndSaysTheRightOne() {
        begin(SIZE);
        append(0, 0, 1000);
        for (long wrong : new long[] {0, 999, 1001, SIZE}) {
            assertThatThrownBy(() -> append(wrong, 0, 10))
                    .satisfies(refusedWith(ProblemCode.WRONG_STATE))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refused -> assertThat(refused.extra().members()).containsKey("offset"));
        }
        for (String wrong : List.of("-1", "", "1e3", "9999999999999999999")) {
            assertThatThrownBy(() -> ask(room.call, Method.PATCH, Map.of("Upload-Offset", wrong), Bytes.empty()))
                    .satisfies(refusedWith(ProblemCode.MALFORMED));
        }
    }

    @Test
    void keepsNothingOfOtherBytesThanWereDeclared() {
        begin(SIZE);
        bytes[SIZE - 1] ^= 1;
        assertThatThrownBy(() -> append(0, 0, SIZE)).satisfies(refusedWith(ProblemCode.DIGEST_MISMATCH));
        assertThat(room.stored.size()).isZero();
        assertThatThrownBy(() -> append(0, 0, 1)).satisfies(refusedWith(ProblemCode.NOT_FOUND));
    }

    @Test
    void takesNoByteTooMany() {
        begin(1000);
        assertThatThrownBy(() -> append(0, 0, 1001)).satisfies(refusedWith(ProblemCode.TOO_LARGE));
        assertThatThrownBy(() -> begin(room.limits.artifact() + 1)).satisfies(refusedWith(ProblemCode.TOO_LARGE));
    }

    @Test
    void storesABlobOfNothing() {
        Bytes body = Bytes.utf8("{\"digest\":\"" + Hashing.of(Bytes.empty()) + "\",\"size\":0}");
        ask(room.call, Method.POST, Map.of(), body);
        assertThat(append(0, 0, 0).status()).isEqualTo(201);
    }

    @Test
    void neverStoresAPartThatWasChanged() {
        begin(SIZE);
        append(0, 0, SIZE - 1);
        room.stored.damage(parts().getFirst(), Bytes.utf8("other"));
        assertThatThrownBy(() -> append(SIZE - 1, SIZE - 1, SIZE)).satisfies(refusedWith(ProblemCode.INTEGRITY));
        assertThatThrownBy(() -> room.fetchBlob.get(room.call, name)).satisfies(refusedWith(ProblemCode.NOT_FOUND));
    }

    @Test
    void isNotThereForOthers() {
        begin(SIZE);
        assertThatThrownBy(() -> ask(room.stranger, Method.GET, Map.of(), Bytes.empty()))
                .satisfies(refusedWith(ProblemCode.NOT_FOUND));
        assertThatThrownBy(() -> ask(room.stranger, Method.PATCH, Map.of("Upload-Offset", "0"), Bytes.utf8("bytes")))
                .satisfies(refusedWith(ProblemCode.NOT_FOUND));
    }

    @Test
    void forgetsWhatRests() {
        begin(SIZE);
        append(0, 0, 1000);
        receive(room.clock).sweep(room.call.tenant());
        assertThat(parts()).hasSize(1);
        InstantSource later = InstantSource.fixed(
                room.clock.instant().plus(ReceiveUpload.REST).plusSeconds(1));
        receive(later).sweep(room.call.tenant());
        assertThat(parts()).isEmpty();
        assertThatThrownBy(() -> append(1000, 0, 1)).satisfies(refusedWith(ProblemCode.NOT_FOUND));
    }

    private List<ObjectName> parts() {
        List<ObjectName> parts = new ArrayList<>();
        room.stored.names(room.call.tenant(), Area.UPLOAD, "", parts::add);
        return parts;
    }

    private void begin(long size) {
        Bytes body = Bytes.utf8("{\"digest\":\"" + name + "\",\"size\":" + size + "}");
        Answer begun = ask(room.call, Method.POST, Map.of(), body);
        assertThat(begun.status()).isEqualTo(201);
        assertThat(begun.headers()).containsEntry("Location", "/v1/uploads/" + ID);
    }

    private Answer append(long offset, int from, int to) {
        Bytes part = Bytes.of(Arrays.copyOfRange(bytes, from, to));
        return ask(room.call, Method.PATCH, Map.of("Upload-Offset", "" + offset), part);
    }

    private static String offset(Answer answer) {
        return answer.headers().getOrDefault("Upload-Offset", "");
    }

    /** As another replica would: nothing is remembered but by ledger and objects. */
    private ReceiveUpload receive(InstantSource clock) {
        return new ReceiveUpload(
                room.storeBlob,
                new UploadParts(room.objects),
                ledger,
                room.index,
                Quotas.none(),
                room.limits,
                clock,
                () -> ID);
    }

    private Answer ask(Call call, Method method, Map<String, String> headers, Bytes body) {
        Route route = new UploadRoutes(receive(room.clock), new NoReceipts(), room.limits)
                .routes().stream()
                        .filter(one -> one.method() == method)
                        .findFirst()
                        .orElseThrow();
        return route.handler().handle(new FakeExchange(call, Map.of("id", ID.toString()), headers, body));
    }
}
