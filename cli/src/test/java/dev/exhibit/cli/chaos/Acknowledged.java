package dev.exhibit.cli.chaos;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.StrictBase64;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a client saw acknowledged.
 *
 * @param act what it asked for
 * @param key the idempotency key of an attestation, {@code -} otherwise
 * @param evidence the digest that is promised
 * @param subject the artifact it speaks of; the blob itself where that is all
 * @param links other evidence that it points to
 * @param receipt canonical JSON; empty where none is given
 */
record Acknowledged(Act act, String key, Digest evidence, Digest subject, List<Digest> links, Bytes receipt) {
    /** What clients ask for. */
    enum Act {
        BLOB,
        EVIDENCE,
        ATTESTATION
    }

    Acknowledged {
        links = List.copyOf(links);
    }

    /** One line of a ledger. */
    String line() {
        return String.join(
                " ",
                act.name(),
                key,
                evidence.toString(),
                subject.toString(),
                "links:" + String.join(",", links.stream().map(Digest::toString).toList()),
                "receipt:" + StrictBase64.encode(receipt));
    }

    /** Reads what {@link #line} wrote. */
    static Acknowledged parse(String line) {
        String[] words = line.split(" ", -1);
        String links = words[4].substring("links:".length());
        return new Acknowledged(
                Act.valueOf(words[0]),
                words[1],
                Digest.parse(words[2]),
                Digest.parse(words[3]),
                Stream.of(links.split(",", -1))
                        .filter(text -> !text.isEmpty())
                        .map(Digest::parse)
                        .toList(),
                StrictBase64.decode(words[5].substring("receipt:".length())));
    }
}
