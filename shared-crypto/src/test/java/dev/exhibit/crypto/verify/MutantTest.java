package dev.exhibit.crypto.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.encoding.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No change of a bundle of ours is accepted: every flipped bit, every cut, every insertion. */
class MutantTest {
    private static final Samples SAMPLES = new Samples();

    static List<Bundle> bundles() {
        return List.of(SAMPLES.dsse(), SAMPLES.message());
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyFlippedBitIsRefused(Bundle bundle) {
        byte[] genuine = bundle.encode().bytes().toArray();
        assertThat(accepted(genuine.length * 8, bit -> {
                    byte[] mutant = genuine.clone();
                    mutant[bit / 8] ^= (byte) (1 << bit % 8);
                    return mutant;
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyTruncationIsRefused(Bundle bundle) {
        byte[] genuine = bundle.encode().bytes().toArray();
        assertThat(accepted(genuine.length, length -> Arrays.copyOf(genuine, length)))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyInsertionIsRefused(Bundle bundle) {
        byte[] genuine = bundle.encode().bytes().toArray();
        for (String filling : List.of(" ".repeat(16), "A".repeat(16), "0".repeat(16), ",".repeat(16))) {
            assertThat(accepted(genuine.length + 1, place -> insert(genuine, place, filling)))
                    .as("inserted '%s'", filling)
                    .isEmpty();
        }
    }

    private static byte[] insert(byte[] genuine, int place, String filling) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(genuine, 0, place);
        out.writeBytes(Bytes.utf8(filling).toArray());
        out.write(genuine, place, genuine.length - place);
        return out.toByteArray();
    }

    private static List<Integer> accepted(int mutants, IntFunction<byte[]> mutant) {
        Verifier verifier = SAMPLES.verifier();
        List<Integer> accepted = new ArrayList<>();
        for (int i = 0; i < mutants; i++) {
            Outcome outcome = verifier.verify(Bytes.owned(mutant.apply(i)), Samples.ARTIFACT);
            if (!(outcome instanceof Outcome.Refused)) {
                accepted.add(i);
            }
        }
        return accepted;
    }
}
