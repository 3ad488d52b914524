package dev.exhibit.evidence.event;

/** Where events go: a webhook, or one day a message broker. Thread-safe. */
public interface EventSink {
    /** 1 to 63 of {@code a-z 0-9 -}: what its progress is kept under. */
    String name();

    /**
     * Hands over one event. Returns when the receiver has it.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable} if it may not have it: the same event is
     *     handed over again
     */
    void deliver(CloudEvent event);
}
