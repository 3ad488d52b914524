package dev.exhibit.signer;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.encoding.MalformedException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one request through the gates. What refuses it is remembered before the caller is told; if that fails, the
 * caller is refused all the same, and the log has it. For one thread.
 */
final class Passage {
    private static final Logger LOG = LoggerFactory.getLogger(Passage.class);

    private final RefusalLog refusals;
    private final Call call;
    private final SignRequest request;

    Passage(RefusalLog refusals, Call call, SignRequest request) {
        this.refusals = refusals;
        this.call = call;
        this.request = request;
    }

    /** Demands what the gate asks for. */
    void demand(Gate gate, Runnable check) {
        var unused = through(gate, () -> {
            check.run();
            return gate;
        });
    }

    /** The same where one step is several gates. */
    void demand(Function<ProblemCode, Gate> gates, Runnable check) {
        var unused = through(gates, () -> {
            check.run();
            return gates;
        });
    }

    /** The same, with what the check found. */
    <T> T through(Gate gate, Supplier<T> check) {
        return through(code -> gate, check);
    }

    /** The same where one step is several gates: {@code gates} says by the code which one refused. */
    <T> T through(Function<ProblemCode, Gate> gates, Supplier<T> check) {
        try {
            return check.get();
        } catch (ProblemException refused) {
            if (isDecision(refused)) {
                remember(gates.apply(refused.code()), refused.code());
            }
            throw refused;
        } catch (MalformedException refused) {
            remember(gates.apply(ProblemCode.MALFORMED), ProblemCode.MALFORMED);
            throw refused;
        }
    }

    /** A part that failed has decided nothing; and what is down would only be asked once more. */
    private static boolean isDecision(ProblemException refused) {
        return refused.code() != ProblemCode.UNAVAILABLE || refused.getCause() == null;
    }

    private void remember(Gate gate, ProblemCode code) {
        try {
            refusals.remember(call, new Refusal(gate, code, request.key(), request.artifact()));
        } catch (RuntimeException failed) {
            LOG.atError()
                    .addKeyValue("correlationId", call.correlation())
                    .addKeyValue("gate", gate.wire())
                    .addKeyValue("code", code.code())
                    .setCause(failed)
                    .log("a refusal is missing in the audit");
        }
    }
}
