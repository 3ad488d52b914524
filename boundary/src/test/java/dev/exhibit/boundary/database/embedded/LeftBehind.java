package dev.exhibit.boundary.database.embedded;

import dev.exhibit.boundary.database.RoomSchema;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Set;

/** A service that starts PostgreSQL, says so, and waits to be killed. */
public final class LeftBehind {
    private LeftBehind() {}

    /** @param arguments the data directory */
    public static void main(String[] arguments) throws Exception {
        EmbeddedPostgres.start(
                Path.of(arguments[0]), Set.of(new RoomSchema("probe")), new SecureRandom(), System.err::println);
        System.out.println("started");
        System.out.flush();
        System.in.read();
    }
}
