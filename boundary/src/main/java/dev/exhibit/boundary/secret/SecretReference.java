package dev.exhibit.boundary.secret;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a secret is found; never the secret itself, so it may be printed. Its text form is {@code file:/path},
 * {@code docker:NAME}, {@code kubernetes:SECRET/KEY}, {@code env:NAME} or {@code vault:PATH#FIELD}.
 */
public sealed interface SecretReference {
    /** What a configuration may say, for refusals. */
    String FORMS = "file:/path (a file of mode 0600), docker:NAME, kubernetes:SECRET/KEY, env:NAME or vault:PATH#FIELD";

    /**
     * A file that only its owner can read.
     *
     * @param path absolute
     */
    record OfFile(Path path) implements SecretReference {
        @Override
        public String toString() {
            return "file:" + path;
        }
    }

    /**
     * A secret of Docker or Podman.
     *
     * @param name of the file in the folder of such secrets
     */
    record OfDocker(String name) implements SecretReference {
        @Override
        public String toString() {
            return "docker:" + name;
        }
    }

    /**
     * A key of a secret that Kubernetes mounted.
     *
     * @param path below the folder of such mounts, or absolute
     */
    record OfKubernetes(Path path) implements SecretReference {
        @Override
        public String toString() {
            return "kubernetes:" + path;
        }
    }

    /**
     * A variable of the environment, which every child process inherits: refused in production.
     *
     * @param name of the variable
     */
    record OfEnvironment(String name) implements SecretReference {
        @Override
        public String toString() {
            return "env:" + name;
        }
    }

    /**
     * A field of a secret in the key-value store of Vault or OpenBao, in its newest version.
     *
     * @param path below the mount of the store
     * @param field of the secret
     */
    record OfVault(String path, String field) implements SecretReference {
        @Override
        public String toString() {
            return "vault:" + path + "#" + field;
        }
    }

    /** @throws MalformedException for anything else; the text does not repeat it, it may be a secret */
    static SecretReference parse(String text) {
        Matcher parts = Forms.REFERENCE.matcher(text);
        if (!parts.matches()) {
            throw refused();
        }
        String rest = parts.group("rest");
        return switch (parts.group("scheme")) {
            case "file" -> new OfFile(absolute(rest));
            case "docker" -> new OfDocker(require(Forms.NAME, rest));
            case "kubernetes" ->
                new OfKubernetes(rest.startsWith("/") ? absolute(rest) : Path.of(require(Forms.PATH, rest)));
            case "env" -> new OfEnvironment(require(Forms.VARIABLE, rest));
            default -> vault(rest);
        };
    }

    /** Whether {@code text} has the form of a reference. */
    static boolean isReference(String text) {
        try {
            parse(text);
            return true;
        } catch (MalformedException other) {
            return false;
        }
    }

    private static OfVault vault(String rest) {
        int mark = Math.max(rest.indexOf('#'), 0);
        return new OfVault(require(Forms.PATH, rest.substring(0, mark)), require(Forms.NAME, rest.substring(mark + 1)));
    }

    private static Path absolute(String path) {
        try {
            Path found = Path.of(path).normalize();
            if (found.isAbsolute()) {
                return found;
            }
        } catch (InvalidPathException notAPath) {
            throw refused();
        }
        throw refused();
    }

    private static String require(Pattern form, String text) {
        if (!form.matcher(text).matches()) {
            throw refused();
        }
        return text;
    }

    private static MalformedException refused() {
        return new MalformedException(
                Reason.BAD_VALUE, "a secret does not stand in the configuration; write where it is: " + FORMS);
    }

    /** The forms; no part of a path begins with a dot, so none leads upwards. */
    final class Forms {
        private static final String PART = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}";
        private static final Pattern REFERENCE =
                Pattern.compile("(?<scheme>file|docker|kubernetes|env|vault):(?<rest>[\\x21-\\x7E]{1,512})");
        private static final Pattern NAME = Pattern.compile(PART);
        private static final Pattern PATH = Pattern.compile(PART + "(/" + PART + "){0,15}");
        private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

        private Forms() {}
    }
}
