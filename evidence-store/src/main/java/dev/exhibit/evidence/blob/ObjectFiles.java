package dev.exhibit.evidence.blob;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.encoding.MalformedException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reading of a directory tree. */
final class ObjectFiles {
    /** How the name of a file ends that is being written. */
    static final String HALF_WRITTEN = ".part";

    private ObjectFiles() {}

    /** The first bytes of a stream, at most so many. */
    static final class Part extends FilterInputStream {
        private long left;

        Part(InputStream in, long length) {
            super(in);
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            int next = left > 0 ? in.read() : -1;
            left -= next < 0 ? 0 : 1;
            return next;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int count = left > 0 ? in.read(target, offset, (int) Math.min(length, left)) : -1;
            left -= Math.max(0, count);
            return count;
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = in.skip(Math.min(count, left));
            left -= skipped;
            return skipped;
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(in.available(), left);
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }

    /**
     * Tells the files below a directory in the order of their paths.
     *
     * @param path of the directory, empty or ending with a slash
     * @param under only paths that begin with this
     */
    static void walk(Path directory, String path, String under, Consumer<String> each) throws IOException {
        // A directory sorts as its name and a slash do, so that the whole walk is in order.
        Map<String, Path> entries = new TreeMap<>();
        for (Path entry : entries(directory)) {
            boolean folder = Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
            entries.put(path + entry.getFileName() + (folder ? "/" : ""), entry);
        }
        for (Map.Entry<String, Path> entry : entries.entrySet()) {
            String name = entry.getKey();
            if (name.endsWith("/")) {
                if (name.startsWith(under) || under.startsWith(name)) {
                    walk(entry.getValue(), name, under, each);
                }
            } else if (name.startsWith(under)) {
                each.accept(name);
            }
        }
    }

    /** The names of the directories in a directory, sorted. */
    static Set<String> folders(Path directory) throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path entry : entries(directory)) {
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                names.add(String.valueOf(entry.getFileName()));
            }
        }
        return names;
    }

    /** What a name means; other files in the tree are none of ours. */
    static <T> Optional<T> parsed(String name, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(name));
        } catch (MalformedException foreign) {
            return Optional.empty();
        }
    }

    /** Whether a file of the tree has no name of ours, or is no file. What a disk has at its root is the disk's. */
    static boolean isStray(Path root, String path) {
        String[] parts = path.split("/", 3);
        boolean temporary = parts.length == 3 && parts[1].equals("tmp") && isHalfWritten(parts[2]);
        if (parts[0].equals("lost+found") || temporary) {
            return false;
        }
        return parts.length < 3
                || named(parts[0], parts[1], parts[2]).isEmpty()
                || !Files.isRegularFile(root.resolve(path), LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isHalfWritten(String name) {
        return name.endsWith(HALF_WRITTEN);
    }

    /** The object of this tenant, area and path, if there can be one. */
    static Optional<ObjectName> named(String tenant, String area, String path) {
        return Stream.of(ObjectName.Area.values())
                .filter(one -> one.folder().equals(area))
                .findFirst()
                .flatMap(one -> parsed(path, text -> new ObjectName(new TenantId(tenant), one, text)));
    }

    static void removeHalfWritten(Path temporary) throws IOException {
        if (Files.isDirectory(temporary, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> left = Files.newDirectoryStream(temporary, "*" + HALF_WRITTEN)) {
                for (Path file : left) {
                    Files.delete(file);
                }
            }
        }
    }

    static void removeQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException left) {
            // It goes at the next start.
        }
    }

    private static Set<Path> entries(Path directory) throws IOException {
        Set<Path> found = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(found::add);
        } catch (NoSuchFileException none) {
            return Set.of();
        } catch (DirectoryIteratorException failed) {
            throw failed.getCause();
        }
        return found;
    }
}
