package dev.exhibit.cli.context;

import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.crypto.encoding.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The user's contexts: {@code $XDG_CONFIG_HOME/exhibit/contexts/NAME.json} and, in {@code current}, the name of the one
 * in use. {@code EXHIBIT_CONTEXT} (a name, or the path of a context file) overrides it.
 */
public final class Contexts {
    private static final int MAX_DOCUMENT = 1024 * 1024;

    private final Path home;
    private final Optional<String> override;

    private Contexts(Path home, Optional<String> override) {
        this.home = home;
        this.override = override;
    }

    public static Contexts of(Map<String, String> environment) {
        Path base = Stream.of(
                        environment.getOrDefault("XDG_CONFIG_HOME", ""),
                        environment.getOrDefault("HOME", "").isEmpty() ? "" : environment.get("HOME") + "/.config")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .findFirst()
                .orElseThrow(
                        () -> CommandFailure.usage(
                                "neither XDG_CONFIG_HOME nor HOME is an absolute path, so there is no place for contexts; set one"));
        return new Contexts(
                base.resolve("exhibit"),
                Optional.ofNullable(environment.get("EXHIBIT_CONTEXT")).filter(text -> !text.isEmpty()));
    }

    /** The context in use, if there is one. */
    public Optional<Context> current() {
        return override.or(this::currentName).map(this::load);
    }

    /** The context in use. @throws CommandFailure with what to do where there is none */
    public Context required() {
        return current()
                .orElseThrow(() -> CommandFailure.usage("no context: nothing says which server to use or which keys to"
                        + " trust. Run 'exhibit context use FILE' with a file from the clients folder of a service's"
                        + " data directory, or set EXHIBIT_CONTEXT to such a file."));
    }

    public Optional<String> currentName() {
        Path marker = home.resolve("current");
        return Files.isRegularFile(marker) ? Optional.of(readText(marker).strip()) : Optional.empty();
    }

    /** Names of the stored contexts, sorted. */
    public List<String> names() {
        if (!Files.isDirectory(folder())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> name.substring(0, name.length() - ".json".length()))
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A context by name or by the path of its file. */
    public Context load(String nameOrFile) {
        Path file = place(nameOrFile);
        if (!Files.isRegularFile(file)) {
            throw CommandFailure.usage("no context '" + nameOrFile + "'; known: " + names());
        }
        return read(file);
    }

    /** A stored context, if there is one of that name. */
    public Optional<Context> find(String name) {
        return names().contains(name) ? Optional.of(load(name)) : Optional.empty();
    }

    /** Where the secrets of a context are that was not handed over with its own. */
    public Path clientFile(String context, String ending) {
        return home.resolve("clients").resolve(Context.requireName(context) + ending);
    }

    /** Where a context keeps what it was last shown of a log, and the key by which it believes that log. */
    public Path logFile(String context, String log, String ending) {
        return home.resolve("logs").resolve(Context.requireName(context) + "-" + log + ending);
    }

    /** Reads a context file. */
    public static Context read(Path file) {
        return Context.read(Documents.read(file));
    }

    /** Stores a context under its name, replacing an older one of that name. */
    public void store(Context context) {
        Documents.write(
                folder().resolve(context.name() + ".json"), context.document().bytes());
    }

    /** Replaces the context in use where it was read. */
    public void update(Context context) {
        Documents.write(
                override.map(this::place).orElseGet(() -> place(context.name())),
                context.document().bytes());
    }

    private Path place(String nameOrFile) {
        return nameOrFile.matches("[a-z0-9-]+") ? folder().resolve(nameOrFile + ".json") : Path.of(nameOrFile);
    }

    /** Makes a stored context the one in use. */
    public void use(String name) {
        Documents.write(home.resolve("current"), Bytes.utf8(name + "\n"));
    }

    private Path folder() {
        return home.resolve("contexts");
    }

    private static String readText(Path file) {
        try {
            if (Files.size(file) > MAX_DOCUMENT) {
                throw CommandFailure.usage("too large for a context: " + file);
            }
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
