package dev.exhibit.bench.opinion;

import dev.exhibit.crypto.encoding.Bytes;

/**
 * A changed bundle.
 *
 * @param change what was done
 * @param place where, as a JSON pointer with indexes left open
 * @param document the result
 */
record Mutation(String change, String place, Bytes document) {
    Mutation {
        place = Places.general(place);
    }
}
