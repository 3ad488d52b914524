package dev.exhibit.boundary.limit;

import dev.exhibit.boundary.AdmissionLimits;
import dev.exhibit.boundary.identity.ServiceIdentity;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/**
 * Decides which requests of identified callers are worked on now: at most so many a second of each caller and tenant, at
 * most so many at once of each and of all. Streams have a gate of their own. Thread-safe.
 */
public final class Admission {
    private final Rates callers;
    private final Rates tenants;
    private final ToIntFunction<String> tenantRate;
    private final Gate door;
    private final Gate requests;
    private final Gate streams;

    /**
     * @param planned requests a second that a tenant's plan has; above what the limits have it does not count
     * @param nanoTime a monotonic clock in nanoseconds
     */
    public Admission(AdmissionLimits limits, Function<String, Optional<Integer>> planned, LongSupplier nanoTime) {
        this.callers = new Rates("caller", limits.callerRate(), limits.burst(), limits.tracked(), nanoTime);
        this.tenants = new Rates("tenant", limits.tenantRate(), limits.burst(), limits.tracked(), nanoTime);
        this.tenantRate = tenant -> Math.min(planned.apply(tenant).orElse(limits.tenantRate()), limits.tenantRate());
        this.door = Gate.shared(limits.requests(), limits, nanoTime);
        this.requests = Gate.shared(limits.requests(), limits, nanoTime);
        this.streams = Gate.shared(limits.streams(), limits, nanoTime);
    }

    /**
     * Takes a place for as long as it takes to find out who somebody is: that asks a database, and comes before anything
     * else is known. Who could not get a place afterwards is refused before that.
     *
     * @param identity what the certificate says
     * @param whole whether all of the request is here, so that its place will be one among the requests
     * @throws dev.exhibit.boundary.problem.ProblemException {@code rate_limited}, and as {@link Gate#enter} does
     */
    public Gate.Place knock(ServiceIdentity identity, boolean whole) {
        callers.take(identity.value());
        Visitor visitor = new Visitor(identity.value(), identity.value(), false);
        if (whole) {
            requests.demandHope(visitor);
        }
        return door.enter(visitor);
    }

    /**
     * Takes a place for one request.
     *
     * @param streamed whether its body is a stream
     * @throws dev.exhibit.boundary.problem.ProblemException {@code rate_limited}, and as {@link Gate#enter} does
     */
    public Stay enter(Visitor visitor, boolean streamed) {
        tenants.take(visitor.tenant(), tenantRate.applyAsInt(visitor.tenant()));
        return new Stay(visitor, streamed ? streams : requests);
    }

    /** Places of those whom nobody has identified yet. */
    public Gate door() {
        return door;
    }

    /** Places of requests that are read and answered whole. */
    public Gate requests() {
        return requests;
    }

    /** Places of streamed bodies and answers. */
    public Gate streams() {
        return streams;
    }

    /** A request that has a place. Used by its thread only. */
    public final class Stay implements AutoCloseable {
        private final Visitor visitor;
        private Gate gate;
        private Gate.Place place;

        private Stay(Visitor visitor, Gate gate) {
            this.visitor = visitor;
            this.gate = gate;
            this.place = gate.enter(visitor);
        }

        /**
         * Moves to a place among the streams, if it is not there yet: what comes takes as long as the client likes.
         *
         * @throws dev.exhibit.boundary.problem.ProblemException as {@link Gate#enter} does; the first place stays taken
         */
        public void stream() {
            if (gate != streams) {
                Gate.Place moved = streams.enter(visitor);
                place.close();
                place = moved;
                gate = streams;
            }
        }

        @Override
        public void close() {
            place.close();
        }
    }
}
