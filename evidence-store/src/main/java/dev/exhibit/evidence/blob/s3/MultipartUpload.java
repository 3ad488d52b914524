package dev.exhibit.evidence.blob.s3;

import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.HashAlgorithm;
import dev.exhibit.crypto.digest.RunningHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An object on its way in parts, each with its checksum; hashed as a whole by us. For one thread. */
final class MultipartUpload {
    private final BucketClient client;
    private final ObjectClaims claims;
    private final Attempts attempts;
    private final String key;
    private final String upload;
    private final String mark;
    private final List<SentPart> parts = new ArrayList<>();
    private final RunningHash running = new RunningHash(HashAlgorithm.SHA256);
    private long size;

    /** How an upload ended. */
    enum End {
        /** This upload made the object. */
        MADE,
        /** There is an object of that name, made by this upload or another. */
        THERE
    }

    private MultipartUpload(
            BucketClient client, ObjectClaims claims, Attempts attempts, String key, String upload, String mark) {
        this.client = client;
        this.claims = claims;
        this.attempts = attempts;
        this.key = key;
        this.upload = upload;
        this.mark = mark;
    }

    /** Begins an upload; one whose answer was lost is left to the server to forget. */
    static MultipartUpload start(BucketClient client, ObjectClaims claims, Attempts attempts, String key, String mark) {
        String upload = attempts.run((number, left) -> client.startUpload(key, claims, mark, left));
        return new MultipartUpload(client, claims, attempts, key, upload, mark);
    }

    /** Sends {@code first} and all that is left of {@code rest}, in parts of {@code partBytes}. */
    void send(byte[] first, InputStream rest, int partBytes) {
        try {
            for (byte[] bytes = first; bytes.length > 0; bytes = rest.readNBytes(partBytes)) {
                running.update(bytes, 0, bytes.length);
                size += bytes.length;
                Part part = new Part(bytes);
                int number = parts.size() + 1;
                String etag = attempts.run((attempt, left) -> client.sendPart(key, upload, number, part, left));
                parts.add(new SentPart(number, etag, part.checksum()));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** What all bytes sent hash to. */
    Digest digest() {
        return new Digest(running.value());
    }

    long size() {
        return size;
    }

    String mark() {
        return mark;
    }

    /** Makes the object, unless there is one. A repetition may find it made by an attempt whose answer was lost. */
    End complete() {
        return attempts.run((number, left) -> {
            try {
                client.completeUpload(key, upload, parts, true, left);
                return End.MADE;
            } catch (S3Failure failure) {
                return switch (failure.kind()) {
                    case EXISTS -> End.THERE;
                    case NO_UPLOAD -> madeBefore(number, failure);
                    case UNSUPPORTED -> completeUnconditionally(left);
                    case LOST, CONFLICT, ABSENT, RANGE, CHECKSUM, STRANGER, FULL, REFUSED -> throw failure;
                };
            }
        });
    }

    private static End madeBefore(int number, S3Failure failure) {
        if (number == 1) {
            throw failure;
        }
        return End.THERE;
    }

    /** For servers that know no condition here: two at once may then write the same bytes twice, never others. */
    private End completeUnconditionally(Duration left) {
        try {
            client.head(key, claims, "", left);
            return End.THERE;
        } catch (S3Failure failure) {
            if (failure.kind() != S3Failure.Kind.ABSENT) {
                throw failure;
            }
        }
        client.completeUpload(key, upload, parts, false, left);
        return End.MADE;
    }

    /** Gives the parts up. Where that fails, too, the server's own rule for old uploads removes them. */
    void abort() {
        try {
            attempts.run((number, left) -> {
                client.abortUpload(key, upload, left);
                return upload;
            });
        } catch (S3Failure | ProblemException leftBehind) {
            // The refusal under way matters more.
            return;
        }
    }
}
