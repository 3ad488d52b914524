package dev.exhibit.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Expects a refusal. */
public final class Refusals {
    private Refusals() {}

    /** The detail of the refusal that {@code act} must end in. */
    public static String expect(ProblemCode code, ThrowingCallable act) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, act);
        assertThat(refused).as("refused with " + code).isNotNull();
        assertThat(refused.code()).isEqualTo(code);
        return String.valueOf(refused.getMessage());
    }
}
