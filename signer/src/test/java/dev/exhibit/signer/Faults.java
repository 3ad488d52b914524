package dev.exhibit.signer;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * Decides, by its place in a run, which call to a port fails and how. A run without a fault counts the places, so that a
 * new call to a port becomes a new case by itself.
 */
public final class Faults {
    /** How a call fails. */
    public enum Kind {
        /** An error, and nothing was done. */
        NOT_APPLIED,
        /** An error although it was done: the answer got lost. */
        APPLIED,
        /** It is done, late: others finish their work, and the time of the request goes by, before it is. */
        SLOW,
        /** The process dies before it is done. */
        CRASH_BEFORE,
        /** The process dies after it is done. */
        CRASH_AFTER
    }

    /** The process died: nothing after this runs. */
    public static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private int place = -1;
    private Kind kind = Kind.NOT_APPLIED;
    private int calls;
    private Runnable meanwhile = () -> {};

    /** What happens while a call is slow. */
    public void meanwhile(Runnable others) {
        this.meanwhile = others;
    }

    /** The call at {@code place}, counted from 0, fails once. */
    public void failAt(int place, Kind kind) {
        this.place = place;
        this.kind = kind;
        this.calls = 0;
    }

    /** How many calls there were since the last {@link #failAt}. */
    public int calls() {
        return calls;
    }

    <T> T call(Supplier<T> act, Supplier<? extends RuntimeException> failure) {
        if (calls++ != place) {
            return act.get();
        }
        if (kind == Kind.SLOW) {
            meanwhile.run();
            return act.get();
        }
        if (kind == Kind.APPLIED || kind == Kind.CRASH_AFTER) {
            Objects.requireNonNull(act.get());
        }
        if (kind == Kind.CRASH_BEFORE || kind == Kind.CRASH_AFTER) {
            throw new Crash();
        }
        throw failure.get();
    }
}
