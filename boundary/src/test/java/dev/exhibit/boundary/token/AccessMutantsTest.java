package dev.exhibit.boundary.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.testing.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Whatever character is changed, left out or put in, a token or a proof is refused, and never with a defect. */
class AccessMutantsTest {
    private static final long SEED = 20;
    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ ~\u00e9\n";

    private final AccessFixture scene = new AccessFixture();
    private final RandomGenerator random = new Random(SEED);
    private final List<String> escaped = new ArrayList<>();

    @Test
    void everyChangeOfOneCharacterIsRefused() {
        String token = scene.token();
        String proof = scene.proof(token).text();
        for (int i = 0; i < token.length(); i++) {
            attempt("token at " + i, Shown.proven(changed(token, i), proof));
        }
        for (int i = 0; i < proof.length(); i++) {
            attempt("proof at " + i, Shown.proven(token, changed(proof, i)));
        }
        assertThat(escaped).as("seed %d", SEED).isEmpty();
        assertThat(scene.memory.size()).isZero();
        assertThat(scene.admit(Shown.proven(token, proof)).proof()).isPresent();
    }

    @Test
    void everyTruncationAndInsertionIsRefused() {
        String token = scene.token();
        String proof = scene.proof(token).text();
        for (int i = 0; i < proof.length(); i++) {
            attempt("proof to " + i, Shown.proven(token, proof.substring(0, i)));
            attempt("proof plus at " + i, Shown.proven(token, inserted(proof, i)));
        }
        for (int i = 0; i < token.length(); i++) {
            attempt("token to " + i, Shown.proven(token.substring(0, i), proof));
            attempt("token plus at " + i, Shown.proven(inserted(token, i), proof));
        }
        assertThat(escaped).as("seed %d", SEED).isEmpty();
    }

    private void attempt(String what, Shown shown) {
        try {
            scene.admit(shown);
            escaped.add(what + " accepted");
        } catch (ProblemException refused) {
            if (refused.code().status() != 401 && refused.code().status() != 403) {
                escaped.add(what + " " + refused.code());
            }
        } catch (RuntimeException defect) {
            escaped.add(what + " " + defect);
        }
    }

    private String changed(String text, int place) {
        char other = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        return other == text.charAt(place)
                ? changed(text, place)
                : text.substring(0, place) + other + text.substring(place + 1);
    }

    private String inserted(String text, int place) {
        char more = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        return text.substring(0, place) + more + text.substring(place);
    }
}
