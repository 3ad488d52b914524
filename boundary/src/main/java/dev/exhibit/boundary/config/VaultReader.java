package dev.exhibit.boundary.config;

import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.boundary.secret.VaultServer;
import dev.exhibit.boundary.secret.VaultServer.Login;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.ObjectReader;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the section {@code kv}: a Vault or OpenBao server. */
final class VaultReader {
    private static final Pattern PLACE =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}(/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}){0,7}");
    private static final SecretReference POD =
            SecretReference.parse("kubernetes:/var/run/secrets/kubernetes.io/serviceaccount/token");

    private final ObjectReader given;

    private VaultReader(ObjectReader given) {
        this.given = given;
    }

    static VaultServer server(ObjectReader given) {
        VaultServer server = new VaultReader(given).server();
        given.end();
        return server;
    }

    /** An absolute path. */
    static Path path(String text) {
        try {
            Path path = Path.of(text);
            if (path.isAbsolute()) {
                return path.normalize();
            }
        } catch (InvalidPathException notAPath) {
            throw bad("expected an absolute path");
        }
        throw bad("expected an absolute path");
    }

    private VaultServer server() {
        return new VaultServer(
                given.parsed("address", VaultReader::address),
                given.optionalParsed("authorities", text -> text.isEmpty() ? List.<Path>of() : List.of(path(text)))
                        .flatMap(found -> found.stream().findFirst()),
                text("namespace", ""),
                text("mount", "secret"),
                login());
    }

    /** One way to log in, and only one: what is given decides. */
    private Login login() {
        List<Login> logins = new ArrayList<>();
        String mount = text("loginMount", "");
        optional("token", SecretReference::parse).forEach(token -> logins.add(new Login.WithToken(token)));
        optional("appRole", VaultReader::place)
                .forEach(role -> logins.add(new Login.WithAppRole(
                        role,
                        given.parsed("appRoleSecret", SecretReference::parse),
                        mount.isEmpty() ? "approle" : mount)));
        optional("kubernetesRole", VaultReader::place)
                .forEach(role -> logins.add(new Login.WithKubernetes(
                        role,
                        given.optionalParsed("kubernetesToken", SecretReference::parse)
                                .orElse(POD),
                        mount.isEmpty() ? "kubernetes" : mount)));
        if (logins.size() != 1) {
            throw bad("expected one of token, appRole and kubernetesRole").at(given.pointerTo("token"));
        }
        if (logins.getFirst().secret() instanceof SecretReference.OfVault) {
            throw bad("the login to the vault cannot stand in the vault").at(given.pointerTo("token"));
        }
        return logins.getFirst();
    }

    private <T> List<T> optional(String name, Function<String, T> parse) {
        return given.optionalParsed(name, parse).stream().toList();
    }

    private String text(String name, String otherwise) {
        return given.optionalParsed(name, text -> text.equals(otherwise) ? text : place(text))
                .orElse(otherwise);
    }

    private static Origin address(String text) {
        Origin origin = Origin.parse(text);
        if (origin.scheme() != Origin.Scheme.HTTPS) {
            throw bad("expected https://HOST[:PORT]");
        }
        return origin;
    }

    static String place(String text) {
        if (!PLACE.matcher(text).matches()) {
            throw bad("expected letters, digits, - _ . and inner /, up to 64 in each part");
        }
        return text;
    }

    private static MalformedException bad(String what) {
        return new MalformedException(Reason.BAD_VALUE, what);
    }
}
