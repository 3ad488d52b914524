package dev.exhibit.evidence;

import static dev.exhibit.evidence.Refusals.refusedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.problem.ProblemCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LongDocumentsTest {
    private static final long LONG = LongDocuments.SHORT + 1;

    private final LongDocuments documents = new LongDocuments(Duration.ZERO);

    @Test
    void whileOneIsWorkedOnShortOnesGoOnAndLongOnesDoNot() {
        documents.oneByOne(LONG, () -> {
            assertThat(documents.oneByOne(LongDocuments.SHORT, () -> 1)).isEqualTo(1);
            assertThatThrownBy(() -> documents.oneByOne(LONG, () -> 2)).satisfies(refusedWith(ProblemCode.OVERLOADED));
            return 0;
        });
    }

    @Test
    void thePlaceComesBackAlsoAfterAFailure() {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> documents.oneByOne(LONG, () -> {
                        throw new IllegalStateException("failed");
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(documents.oneByOne(LONG, () -> 4)).isEqualTo(4);
    }
}
