package dev.exhibit.boundary.secret;

import dev.exhibit.boundary.fetch.Fetch;
import dev.exhibit.boundary.fetch.FetchException;
import dev.exhibit.boundary.fetch.FetchOrder;
import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.fetch.Fetched;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;

/**
 * Secrets in the key-value store, version 2, of Vault or OpenBao ({@code GET /v1/MOUNT/data/PATH}); all other references
 * lead where they lead without it. Each reading asks the server, so what was changed there is found changed. What the
 * server says beside the field that is asked for is not repeated anywhere. Thread-safe.
 */
public final class VaultSecrets implements Secrets {
    /** Whole answers of the server, a secret and what is said about it. */
    static final JsonLimits ANSWER = new JsonLimits(SecretFile.MAX_BYTES, 8, 1_000, SecretFile.MAX_BYTES);

    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private final VaultServer server;
    private final Fetch fetch;
    private final Secrets local;
    private final VaultSession session;

    /**
     * @param fetch may reach the server's address and believes its authorities
     * @param local for the login's own secret, and for what is not in the vault
     * @param session keeps the token
     */
    public VaultSecrets(VaultServer server, Fetch fetch, Secrets local, VaultSession session) {
        this.server = server;
        this.fetch = fetch;
        this.local = local;
        this.session = session;
    }

    @Override
    public String read(SecretReference reference) {
        return switch (reference) {
            case SecretReference.OfVault kept -> read(kept);
            case SecretReference.OfFile other -> local.read(other);
            case SecretReference.OfDocker other -> local.read(other);
            case SecretReference.OfKubernetes other -> local.read(other);
            case SecretReference.OfEnvironment other -> local.read(other);
        };
    }

    private String read(SecretReference.OfVault reference) {
        String token = session.token(this::login);
        Fetched answer = ask(reference, token);
        if (answer.status() == FORBIDDEN && session.forget(token)) {
            answer = ask(reference, session.token(this::login));
        }
        String secret = field(reference, answer);
        if (secret.isEmpty()) {
            throw new StartRefusedException(reference + " is empty; put a secret there");
        }
        return secret;
    }

    private Fetched ask(SecretReference.OfVault reference, String token) {
        FetchUrl place = place(server.mount() + "/data/" + reference.path());
        return send(FetchOrder.get(place, SecretFile.MAX_BYTES).with("X-Vault-Token", token), reference.toString());
    }

    private String field(SecretReference.OfVault reference, Fetched answer) {
        requireOk(answer, reference.toString());
        try {
            ObjectReader data = JsonReader.readObject(answer.body(), ANSWER).object("data");
            return data.object("data").text(reference.field());
        } catch (MalformedException refused) {
            // Without its cause, which may quote the answer.
            throw new StartRefusedException("the vault's answer to " + reference + " has no text in data.data."
                    + reference.field() + ", or is not strict JSON");
        }
    }

    /** A token, and for how many seconds it is good: 0 for one that somebody else looks after. */
    private VaultSession.Token login() {
        String secret = local.read(server.login().secret());
        return switch (server.login()) {
            case VaultServer.Login.WithToken ignored -> new VaultSession.Token(secret, 0);
            case VaultServer.Login.WithAppRole appRole ->
                login(appRole.mount(), VaultSession.credentials("role_id", appRole.role(), "secret_id", secret));
            case VaultServer.Login.WithKubernetes pod ->
                login(pod.mount(), VaultSession.credentials("role", pod.role(), "jwt", secret));
        };
    }

    private VaultSession.Token login(String mount, Bytes credentials) {
        String what = "the login at auth/" + mount;
        FetchUrl place = place("auth/" + mount + "/login");
        Fetched answer = send(FetchOrder.post(place, "application/json", credentials, SecretFile.MAX_BYTES), what);
        requireOk(answer, what);
        return VaultSession.Token.of(answer.body(), what);
    }

    private Fetched send(FetchOrder order, String what) {
        try {
            return fetch.fetch(
                    server.namespace().isEmpty() ? order : order.with("X-Vault-Namespace", server.namespace()));
        } catch (FetchException failed) {
            if (failed.isRefusal()) {
                throw new StartRefusedException(what + ": " + failed.getMessage(), failed);
            }
            throw new ProblemException(
                    ProblemCode.UNAVAILABLE,
                    "the vault was not reached for " + what + ": " + failed.getMessage(),
                    failed);
        }
    }

    private static void requireOk(Fetched answer, String what) {
        int status = answer.status();
        if (status == TOO_MANY || status >= SERVER_ERROR) {
            throw new ProblemException(
                    ProblemCode.UNAVAILABLE,
                    "the vault answered " + status + " for " + what + "; it may be sealed or busy");
        }
        if (status != OK) {
            String why = status == NOT_FOUND
                    ? "nothing is there, or its newest version was deleted"
                    : "the login is not accepted, or its policy does not allow it";
            throw new StartRefusedException("the vault answered " + status + " for " + what + ": " + why);
        }
    }

    private FetchUrl place(String path) {
        return new FetchUrl(server.address(), "/v1/" + path);
    }
}
