package dev.exhibit.crypto.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.encoding.Bytes;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyingInputStreamTest {
    private static final Bytes RIGHT = Bytes.utf8("the right bytes");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 100})
    void givesRightBytesWhateverTheReadSize(int step) throws IOException {
        InputStream stream = verifying(RIGHT, RIGHT);
        byte[] all = new byte[RIGHT.size()];
        int at = 0;
        while (at < all.length) {
            at += stream.read(all, at, Math.min(step, all.length - at));
        }
        assertThat(Bytes.of(all)).isEqualTo(RIGHT);
        assertThat(stream.read()).isEqualTo(-1);
        assertThat(stream.read()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"the wrong bytes", "the right byte", "the right bytes and more", ""})
    void neverHandsOutTheLastByteOfAnythingElse(String stored) throws IOException {
        try (InputStream stream = verifying(Bytes.utf8(stored), RIGHT)) {
            assertThatThrownBy(() -> stream.readNBytes(RIGHT.size())).isInstanceOf(WrongBytes.class);
            assertThatThrownBy(stream::read).isInstanceOf(WrongBytes.class);
        }
    }

    @Test
    void checksNoBytesAtAllToo() throws IOException {
        assertThat(verifying(Bytes.empty(), Bytes.empty()).read()).isEqualTo(-1);
        InputStream lie = new VerifyingInputStream(Bytes.empty().open(), Hashing.of(RIGHT), 0, WrongBytes::new);
        assertThatThrownBy(lie::read).isInstanceOf(WrongBytes.class);
    }

    private static InputStream verifying(Bytes stored, Bytes promised) {
        return new VerifyingInputStream(stored.open(), Hashing.of(promised), promised.size(), WrongBytes::new);
    }

    private static final class WrongBytes extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
