package dev.exhibit.boundary.http;

import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.token.Access;
import dev.exhibit.boundary.token.AccessCheck;
import dev.exhibit.boundary.token.AccessToken;
import dev.exhibit.boundary.token.Presentation;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Demands a token of a trusted issuer that belongs to the caller: bound to its certificate or key, of its client, for its
 * tenant. It may do what both the token and its role allow.
 *
 * @param access judges the tokens
 */
public record TokenRights(AccessCheck access) implements CallerRights {
    @Override
    public Granted of(Presentation request, Caller caller, String client) {
        Access admitted = access.admit(request);
        requireOwn(admitted.token(), caller, client);
        return new Granted(granted(admitted.token(), caller), admitted.nextNonce(), admitted.proof());
    }

    private static void requireOwn(AccessToken token, Caller caller, String client) {
        if (!client.equals(token.client()) || !token.tenant().equals(caller.tenant())) {
            throw new ProblemException(
                    ProblemCode.IDENTITY_MISMATCH, "the token is of another client or tenant than the certificate");
        }
    }

    private static Set<Scope> granted(AccessToken token, Caller caller) {
        return caller.role().scopes().stream()
                .filter(scope -> token.scopes().contains(scope.wire()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
