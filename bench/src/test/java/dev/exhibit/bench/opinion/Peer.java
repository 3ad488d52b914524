package dev.exhibit.bench.opinion;

/** Who is asked for a second opinion. */
enum Peer {
    NPM("npm"),
    SIGSTORE_JAVA("sigstore-java");

    private final String label;

    Peer(String label) {
        this.label = label;
    }

    /** As in the table of {@code docs/spec/second-opinions.md}. */
    String label() {
        return label;
    }
}
