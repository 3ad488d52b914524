package dev.exhibit.boundary.http;

import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.token.Presentation;
import dev.exhibit.boundary.token.Proof;
import java.util.Optional;
import java.util.Set;

/** Decides what a caller whose certificate is known may do with one request. Thread-safe. */
@FunctionalInterface
public interface CallerRights {
    /**
     * What was granted.
     *
     * @param scopes what the request may do
     * @param nextNonce for the client's next proof
     * @param proof what the caller signed about the request
     */
    record Granted(Set<Scope> scopes, Optional<String> nextNonce, Optional<Proof> proof) {
        public Granted {
            scopes = Set.copyOf(scopes);
        }
    }

    /**
     * Judges a request.
     *
     * @param request what it shows
     * @param caller whose certificate it came with
     * @param client whose tokens the caller may use
     * @throws dev.exhibit.boundary.problem.ProblemException if nothing is granted
     */
    Granted of(Presentation request, Caller caller, String client);
}
