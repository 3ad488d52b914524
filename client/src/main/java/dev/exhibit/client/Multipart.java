package dev.exhibit.client;

import dev.exhibit.crypto.encoding.Bytes;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;

/** A {@code multipart/form-data} body (RFC 7578) of a JSON document and a file, which is streamed. */
final class Multipart {
    private final String boundary;

    /** @param boundary must not occur in the content; callers pass a random one */
    Multipart(String boundary) {
        this.boundary = boundary;
    }

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    BodyPublisher of(Bytes request, Path artifact) throws FileNotFoundException {
        String head = "--" + boundary + "\r\n"
                + "Content-Disposition: form-data; name=\"request\"\r\n"
                + "Content-Type: application/json\r\n\r\n";
        String middle = "\r\n--" + boundary + "\r\n"
                + "Content-Disposition: form-data; name=\"artifact\"; filename=\"artifact\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n";
        String tail = "\r\n--" + boundary + "--\r\n";
        return BodyPublishers.concat(
                BodyPublishers.ofString(head),
                BodyPublishers.ofByteArray(request.toArray()),
                BodyPublishers.ofString(middle),
                BodyPublishers.ofFile(artifact),
                BodyPublishers.ofString(tail));
    }
}
