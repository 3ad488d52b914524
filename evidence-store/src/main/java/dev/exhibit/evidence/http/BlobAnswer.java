package dev.exhibit.evidence.http;

import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.Answer.Content;
import dev.exhibit.boundary.http.EntityTag;
import dev.exhibit.boundary.http.Exchange;
import dev.exhibit.evidence.blob.Blob;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to {@code GET} and {@code HEAD} of a blob (RFC 9110, sections 13 and 14): 200, 206 for one range, 304. The
 * bytes under a digest never change, so its entity tag is the digest, and strong.
 */
final class BlobAnswer {
    private BlobAnswer() {}

    static Answer head(Exchange exchange, String mediaType, Blob blob) {
        return tag(blob).isKnown(exchange) ? named(Answer.empty(304), blob) : whole(mediaType, blob);
    }

    /** @throws dev.exhibit.boundary.problem.ProblemException {@code range_unsatisfiable} */
    static Answer get(Exchange exchange, String mediaType, Blob blob) {
        if (tag(blob).isKnown(exchange)) {
            return named(Answer.empty(304), blob);
        }
        Optional<ByteRange> range = exchange.header("Range")
                .filter(ignored -> exchange.header("If-Range")
                        .map(tag(blob).text()::equals)
                        .orElse(true))
                .flatMap(header -> ByteRange.parse(header, blob.size()));
        return range.map(part -> part(mediaType, blob, part)).orElseGet(() -> whole(mediaType, blob));
    }

    private static Answer whole(String mediaType, Blob blob) {
        return named(Answer.stream(mediaType, blob.size(), blob::open), blob);
    }

    private static Answer part(String mediaType, Blob blob, ByteRange range) {
        Content content =
                new Content.Streamed(mediaType, range.length(), () -> blob.open(range.first(), range.length()));
        return named(new Answer(206, Map.of(), content), blob).header("Content-Range", range.of(blob.size()));
    }

    private static Answer named(Answer answer, Blob blob) {
        return answer.header("ETag", tag(blob).text()).header("Accept-Ranges", "bytes");
    }

    private static EntityTag tag(Blob blob) {
        return EntityTag.of(blob.digest());
    }
}
