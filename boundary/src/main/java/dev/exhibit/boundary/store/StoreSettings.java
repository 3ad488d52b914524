package dev.exhibit.boundary.store;

import dev.exhibit.boundary.secret.SecretReference;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;

/** Where evidence is kept. */
public sealed interface StoreSettings permits StoreSettings.Directory, BucketSettings {
    /** The documented default. */
    static StoreSettings usual() {
        return new Directory();
    }

    /** What the configuration calls it. */
    String kind();

    /** Every secret, by its key in the section. */
    SortedMap<String, SecretReference> secrets();

    /** Every file that is read at the start, by its key in the section. */
    SortedMap<String, Path> files();

    /** Files below the data directory. */
    record Directory() implements StoreSettings {
        @Override
        public String kind() {
            return "directory";
        }

        @Override
        public SortedMap<String, SecretReference> secrets() {
            return Collections.emptySortedMap();
        }

        @Override
        public SortedMap<String, Path> files() {
            return Collections.emptySortedMap();
        }
    }
}
