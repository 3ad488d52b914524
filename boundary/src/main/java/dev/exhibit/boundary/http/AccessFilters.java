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

/** How a known peer becomes a caller that may do something. */
final class AccessFilters {
    private AccessFilters() {}

    /**
     * Demands a token of a trusted issuer that belongs to the peer: bound to its certificate or key, of its client, for its
     * tenant. The caller may do what both the token and its role allow.
     */
    record CheckToken(AccessCheck access) implements Filter {
        @Override
        public void filter(Incoming in, Outgoing out, Rest rest) {
            Access admitted = access.admit(presentation(in));
            Caller caller = in.call().caller();
            requireOwn(admitted.token(), caller, in.client());
            in.scopes(granted(admitted.token(), caller));
            in.nonce(admitted.nextNonce());
            in.proof(admitted.proof());
            rest.proceed();
        }

        private static Presentation presentation(Incoming in) {
            return new Presentation(
                    in.method(),
                    in.rawPath(),
                    in.header("Authorization"),
                    in.header("DPoP"),
                    in.peer().map(Presentation::thumbprint),
                    in.route().route().scope().writes());
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

    /** Without tokens: the caller may do what its role allows. For listeners whose issuer is not set up yet. */
    record TrustCertificate() implements Filter {
        @Override
        public void filter(Incoming in, Outgoing out, Rest rest) {
            in.scopes(in.call().caller().role().scopes());
            rest.proceed();
        }
    }
}
