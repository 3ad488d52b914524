package dev.exhibit.boundary.database;

import java.util.regex.Pattern;

/**
 * One room's part of the database: a schema of its own and the one role that works in it.
 *
 * @param name the schema's name and the room's, for example {@code signer}; 1 to 40 of {@code a-z _}
 */
public record RoomSchema(String name) {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z_]{0,39}");

    public RoomSchema {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("not a schema name: " + name);
        }
    }

    /** The application role: may read and write rows of this schema and change nothing else. */
    public String role() {
        return "exhibit_" + name;
    }

    /** The schema-qualified name of one of its tables. */
    public String table(String table) {
        return name + "." + table;
    }
}
