package dev.exhibit.authority.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.testing.DocumentTable;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents and the code say the same. */
class EnrolmentRefusalTableTest {
    @Test
    void everyReasonHasItsRowAndEveryRowItsReason() {
        assertThat(DocumentTable.rows("spec/problems.md", "| enrolment reason | meaning |"))
                .extracting(row -> row.subList(0, 2))
                .containsExactlyInAnyOrderElementsOf(Stream.of(EnrolmentRefusal.values())
                        .map(refusal -> List.of(refusal.reason(), refusal.sentence()))
                        .toList());
    }

    @Test
    void everyClaimThatIsKeptHasItsRow() {
        assertThat(DocumentTable.rows("operating/enrolment.md", "| kept claim | of |"))
                .extracting(List::getFirst)
                .containsExactlyInAnyOrderElementsOf(JobClaims.KEPT);
    }
}
