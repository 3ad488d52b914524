package dev.exhibit.boundary.http;

/**
 * One step that every request takes. Does its part and calls {@code rest}, or refuses by throwing; each is a few lines,
 * and their order is one list in the listener.
 */
@FunctionalInterface
interface Filter {
    void filter(Incoming in, Outgoing out, Rest rest);

    /** The steps that follow. */
    @FunctionalInterface
    interface Rest {
        void proceed();
    }
}
