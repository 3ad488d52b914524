package dev.exhibit.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import java.util.function.Consumer;
import org.assertj.core.api.InstanceOfAssertFactories;

/** What tests say about refusals. */
public final class Refusals {
    private Refusals() {}

    /** A {@link ProblemException} with this code. */
    public static Consumer<Throwable> refusedWith(ProblemCode code) {
        return thrown -> assertThat(thrown)
                .asInstanceOf(InstanceOfAssertFactories.type(ProblemException.class))
                .extracting(ProblemException::code)
                .isEqualTo(code);
    }
}
