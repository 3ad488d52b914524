package dev.exhibit.evidence.vex;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.evidence.version.Purl;
import java.util.Optional;
import java.util.Set;

/**
 * What an observation is about.
 *
 * @param purl its package URL
 * @param digest SHA-256 of its bytes; one of the two is there
 */
public record Product(Optional<Purl> purl, Optional<Digest> digest) {
    public Product {
        if (purl.isEmpty() && digest.isEmpty()) {
            throw new MalformedException(Reason.BAD_VALUE, "a product is named by package URL or SHA-256");
        }
    }

    static Product read(ObjectReader reader) {
        Product product =
                new Product(reader.optionalParsed("purl", Purl::parse), reader.optionalParsed("digest", Digest::parse));
        reader.end();
        return product;
    }

    Json.Obj toJson() {
        Json.Obj json = Json.object();
        json = digest.isPresent() ? json.with("digest", digest.get().toString()) : json;
        return purl.isPresent() ? json.with("purl", purl.get().text()) : json;
    }

    /** Whether what is said of this is said of something with this package URL and these digests. */
    public boolean covers(Optional<Purl> other, Set<Digest> digests) {
        return digest.filter(digests::contains).isPresent()
                || purl.flatMap(mine -> other.filter(mine::covers)).isPresent();
    }
}
