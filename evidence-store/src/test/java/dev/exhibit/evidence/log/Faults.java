package dev.exhibit.evidence.log;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;

/**
 * Decides, by its place in a run, which call to a port fails and how. A run without a fault counts the places, so that a
 * new call to a port becomes a new case by itself.
 */
final class Faults {
    /** How a call fails. */
    enum Kind {
        /** An error, and nothing was done. */
        NOT_APPLIED,
        /** An error although it was done: the answer got lost. */
        APPLIED,
        /** The process dies before it is done. */
        CRASH_BEFORE,
        /** The process dies after it is done. */
        CRASH_AFTER
    }

    /** The process died: nothing after this runs. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final int place;
    private final Kind kind;
    private int calls;

    private Faults(int place, Kind kind) {
        this.place = place;
        this.kind = kind;
    }

    static Faults none() {
        return new Faults(-1, Kind.NOT_APPLIED);
    }

    /** The call at {@code place}, counted from 0, fails once. */
    static Faults at(int place, Kind kind) {
        return new Faults(place, kind);
    }

    int calls() {
        return calls;
    }

    /** A port that does as {@code inner} does, but for the one call. */
    <T> T around(Class<T> port, T inner, Supplier<? extends RuntimeException> failure) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            boolean fails = calls++ == place;
            if (fails && kind == Kind.CRASH_BEFORE) {
                throw new Crash();
            }
            if (fails && kind == Kind.NOT_APPLIED) {
                throw failure.get();
            }
            Object result = invoke(() -> method.invoke(inner, arguments));
            if (fails && kind == Kind.CRASH_AFTER) {
                throw new Crash();
            }
            if (fails) {
                throw failure.get();
            }
            return result;
        };
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, handler));
    }

    private interface Act {
        Object run() throws ReflectiveOperationException;
    }

    private static Object invoke(Act act) throws Throwable {
        try {
            return act.run();
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
