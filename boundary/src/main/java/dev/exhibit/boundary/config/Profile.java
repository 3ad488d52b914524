package dev.exhibit.boundary.config;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;

/** How much the service demands of its surroundings. */
public enum Profile {
    /** Everything that a start needs is made on the spot. */
    DEVELOPMENT,
    /** Refuses what is made for trying out: the embedded database, a database connection that is not checked. */
    PRODUCTION;

    static Profile of(String name) {
        return switch (name) {
            case "development" -> DEVELOPMENT;
            case "production" -> PRODUCTION;
            default -> throw new MalformedException(Reason.BAD_VALUE, "expected development or production");
        };
    }
}
