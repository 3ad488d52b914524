package dev.exhibit.boundary.http;

import dev.exhibit.boundary.identity.CorrelationId;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.BooleanSupplier;

/**
 * Writes one answer. An answer says its exact length, so that one that breaks off can never be taken for a whole one; if
 * a stream fails after the headers are out, the connection is closed.
 */
final class Outgoing {
    private static final int PIECE = 16 * 1024;

    private final ServerResponse response;
    private final boolean head;
    private final BooleanSupplier mayKeep;
    private int status;
    private boolean kept;

    /** @param mayKeep whether another request may follow on this connection, asked when an answer begins */
    Outgoing(ServerResponse response, boolean head, BooleanSupplier mayKeep) {
        this.response = response;
        this.head = head;
        this.mayKeep = mayKeep;
    }

    /** Whether another request may follow. */
    boolean kept() {
        return kept;
    }

    /** The status that was answered in full; 0 if none was. */
    int status() {
        return status;
    }

    /**
     * Sends {@code answer}.
     *
     * @throws RuntimeException from the answer's source, before anything is sent
     * @throws CloseConnectionException if the answer could not be sent to its end
     */
    void send(Answer answer, CorrelationId correlation) {
        switch (answer.content()) {
            case Answer.Content.Empty ignored -> sendWhole(answer, correlation, new byte[0]);
            case Answer.Content.Whole whole ->
                sendWhole(answer, correlation, whole.bytes().toArray());
            case Answer.Content.Streamed streamed -> sendStream(answer, streamed, correlation);
        }
    }

    private void sendWhole(Answer answer, CorrelationId correlation, byte[] bytes) {
        begin(answer, correlation);
        if (answer.status() != 204 && answer.status() != 304) {
            response.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, bytes.length));
        }
        response.send(head ? new byte[0] : bytes);
        status = answer.status();
    }

    private void sendStream(Answer answer, Answer.Content.Streamed streamed, CorrelationId correlation) {
        boolean begun = false;
        try (InputStream in = streamed.source().get()) {
            byte[] first = piece(in, streamed.size());
            begin(answer, correlation);
            response.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, streamed.size()));
            begun = true;
            if (head) {
                response.send(new byte[0]);
            } else {
                copy(in, first, streamed.size() - first.length);
            }
            status = answer.status();
        } catch (IOException failed) {
            throw begun ? broken(failed) : new UncheckedIOException(failed);
        } catch (RuntimeException failed) {
            throw begun ? broken(failed) : failed;
        }
    }

    /** Sends a piece only when the next is in hand: the last only when the source has proved to end where it should. */
    private void copy(InputStream in, byte[] first, long left) throws IOException {
        OutputStream out = response.outputStream();
        byte[] piece = first;
        long rest = left;
        while (piece.length > 0) {
            byte[] next = piece(in, rest);
            out.write(piece);
            rest -= next.length;
            piece = next;
        }
        out.close();
    }

    private static byte[] piece(InputStream in, long rest) throws IOException {
        byte[] piece = in.readNBytes((int) Math.min(PIECE, rest + 1));
        if (piece.length > rest || (piece.length == 0 && rest > 0)) {
            throw new IOException("the source of an answer is not as long as it said");
        }
        return piece;
    }

    private void begin(Answer answer, CorrelationId correlation) {
        kept = mayKeep.getAsBoolean();
        response.headers().clear();
        response.status(Status.create(answer.status()));
        AnswerHeaders.of(answer, correlation)
                .forEach((name, value) -> response.header(HeaderNames.create(name), value));
        if (!kept) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
    }

    private static CloseConnectionException broken(Exception cause) {
        return new CloseConnectionException("an answer could not be sent to its end", cause);
    }
}
