package dev.exhibit.cli.demo;

import dev.exhibit.cli.context.Context;
import dev.exhibit.cli.context.Contexts;
import java.util.Optional;

/** Pins the demo's key, so that its evidence can be verified without flags; never in place of the user's own context. */
final class DemoContext {
    private static final String NAME = "demo";

    private DemoContext() {}

    /** Pins the keys under the name {@code demo}, without the server, which is gone. @return whether it is the one in use */
    static boolean pin(Contexts contexts, Context auditor) {
        contexts.store(new Context(NAME, Optional.empty(), auditor.pins()));
        Optional<String> current = contexts.currentName();
        if (current.isEmpty()) {
            contexts.use(NAME);
        }
        return current.isEmpty() || current.get().equals(NAME);
    }

    /** What to write in front of a command so that it uses the demo's context. */
    static String prefix(boolean current) {
        return current ? "" : "EXHIBIT_CONTEXT=" + NAME + " ";
    }
}
