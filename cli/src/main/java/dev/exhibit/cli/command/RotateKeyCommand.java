package dev.exhibit.cli.command;

import dev.exhibit.boundary.pki.Credential;
import dev.exhibit.boundary.pki.KeyStoreFile;
import dev.exhibit.boundary.secret.SecretFile;
import dev.exhibit.cli.context.Connections;
import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.client.ClientKeys;
import dev.exhibit.client.ClientProblem;
import dev.exhibit.crypto.encoding.Base64Url;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.SigningKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code exhibit identity rotate-key}. */
@Command(
        name = "rotate-key",
        header = "Change the key by which this client signs assertions (private_key_jwt).",
        description = {
            "Makes a new key, stores it, and has the authority take it beside the old one: as the client itself, no administrator"
                    + " is needed. Both are good from then on.",
            "With --remove-old the old key is good no more; do that when every program uses the new one. Run again after a"
                    + " failure: the file that is there is used.",
            "Key files are PKCS#12 (one key named 'key'), each with its password beside it: NAME.p12 and NAME.password."
        })
public final class RotateKeyCommand extends Subcommand {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ENDING = ".p12";
    private static final String NOT_A_KEY = "invalid_client";

    @Option(names = "--key", required = true, paramLabel = "OLD.p12", description = "The key that is registered.")
    private Path old = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "NEW.p12", description = "Where the new key goes.")
    private Path next = Path.of("");

    @Option(names = "--remove-old", description = "Take the old key out of use.")
    private boolean removeOld;

    public RotateKeyCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        ClientKeys keys = new ClientKeys(
                Connections.required(session().contexts().required()), session().clientParts());
        // 1. The new key is on disk before anybody counts on it.
        SigningKey before = registered();
        SigningKey fresh = stored();
        // 2. It counts beside the old one; and alone, if that is wanted.
        List<String> known = removeOld ? replace(keys, before, fresh) : keys.add(before, fresh);
        output().field("new key", thumbprint(fresh) + "  " + next);
        output().field("known", String.join(", ", known));
        output().result(Json.object().with("thumbprint", thumbprint(fresh)).with("keys", Json.texts(known)));
        return ExitCode.DONE;
    }

    /** The old key is removed by the new one, which so is known to work. */
    private static List<String> replace(ClientKeys keys, SigningKey before, SigningKey fresh) {
        try {
            keys.add(before, fresh);
        } catch (ClientProblem refused) {
            if (!refused.code().equals(NOT_A_KEY)) {
                throw refused;
            }
            // Removed by a run before this one, perhaps, which never heard of it: then the new key can say so.
        }
        return keys.remove(fresh, thumbprint(before));
    }

    private SigningKey registered() {
        Path password = passwordFile(old);
        return signing(new KeyStoreFile(old, SecretFile.readPassword(password))
                .read()
                .orElseThrow(() -> CommandFailure.usage("no such file: " + old)));
    }

    private SigningKey stored() {
        KeyStoreFile file = new KeyStoreFile(next, SecretFile.password(passwordFile(next), RANDOM));
        return signing(file.read().orElseGet(() -> {
            Credential made = Credential.carrying(SigningKey.generatePair(RANDOM), RANDOM);
            file.create(made);
            return made;
        }));
    }

    private static SigningKey signing(Credential credential) {
        return new SigningKey(credential.pair());
    }

    private static String thumbprint(SigningKey key) {
        return Base64Url.encode(Jwk.of(key.published()).thumbprint().bytes());
    }

    private static Path passwordFile(Path keyStore) {
        String name = String.valueOf(keyStore.getFileName());
        if (!name.endsWith(ENDING)) {
            throw CommandFailure.usage("a key file is named NAME" + ENDING + ", not " + name);
        }
        return keyStore.resolveSibling(name.substring(0, name.length() - ENDING.length()) + ".password");
    }
}
