package dev.exhibit.evidence.blob.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A way to a server on this machine that does to the bytes on it what a test wants. */
public final class FaultProxy implements AutoCloseable {
    private static final String BUSY =
            "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    private static final String ELSEWHERE =
            "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    private static final int PIECE = 16 * 1024;
    private static final int HEAD = 600;

    /** What happens on the way. */
    public enum Fault {
        /** Nothing. */
        NONE,
        /** Connections are taken and nothing goes through. */
        BLACK_HOLE,
        /** Connections are reset. */
        RESET,
        /** Each request is answered with 503. */
        BUSY,
        /** Each request is answered with a redirect. */
        ELSEWHERE,
        /** Answers come a byte a second. */
        DRIP,
        /** Bytes of answers are changed behind their first few hundred. */
        WRONG,
        /** Answers break off behind their first few hundred bytes. */
        TRUNCATED,
        /** Requests arrive whole, and their answers are lost. */
        ANSWER_LOST
    }

    private final ServerSocket listener;
    private final int target;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicReference<Fault> fault = new AtomicReference<>(Fault.NONE);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Semaphore never = new Semaphore(0);
    private final AtomicReference<Rewrite> rewrite = new AtomicReference<>(new Rewrite("", ""));

    /** Words of requests that become others of the same length. */
    private record Rewrite(String word, String other) {}

    public FaultProxy(int target) {
        try {
            this.listener = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        this.target = target;
        threads.execute(this::accept);
    }

    public String endpoint() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /** From now on; connections that are open are cut. */
    public void be(Fault next) {
        fault.set(next);
        open.forEach(FaultProxy::close);
    }

    /** Replaces a word in all requests by another of the same length. */
    void rewriting(String word, String other) {
        rewrite.set(new Rewrite(word, other));
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                threads.execute(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        open.add(client);
        try {
            switch (fault.get()) {
                case BLACK_HOLE -> hold();
                case RESET -> client.setSoLinger(true, 0);
                case BUSY -> answer(client, BUSY);
                case ELSEWHERE -> answer(client, ELSEWHERE);
                case NONE, DRIP, WRONG, TRUNCATED, ANSWER_LOST -> join(client);
            }
        } catch (IOException | InterruptedException over) {
            // The connection ends, as it may at any time.
        } finally {
            open.remove(client);
            close(client);
        }
    }

    private void hold() throws InterruptedException {
        never.tryAcquire(5, TimeUnit.MINUTES);
    }

    private static void answer(Socket client, String text) throws IOException {
        if (client.getInputStream().read(new byte[PIECE]) > 0) {
            client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void join(Socket client) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            open.add(server);
            threads.execute(() -> pump(client, server, true));
            pump(server, client, false);
            open.remove(server);
        }
    }

    private void pump(Socket from, Socket to, boolean request) {
        byte[] piece = new byte[PIECE];
        long sent = 0;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                if (request) {
                    out.write(rewritten(piece, read));
                } else {
                    answer(piece, read, sent, out);
                }
                sent += read;
            }
        } catch (IOException | InterruptedException over) {
            // The other direction ends with it.
        } finally {
            close(from);
            close(to);
        }
    }

    private byte[] rewritten(byte[] piece, int length) {
        Rewrite words = rewrite.get();
        String text = new String(piece, 0, length, StandardCharsets.ISO_8859_1);
        return (words.word().isEmpty() ? text : text.replace(words.word(), words.other()))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private void answer(byte[] piece, int length, long sent, OutputStream out)
            throws IOException, InterruptedException {
        switch (fault.get()) {
            case DRIP -> drip(piece, length, out);
            case WRONG -> out.write(changed(piece, length, sent), 0, length);
            case TRUNCATED -> truncate(piece, length, sent, out);
            case ANSWER_LOST -> throw new IOException("lost");
            case NONE, BLACK_HOLE, RESET, BUSY, ELSEWHERE -> out.write(piece, 0, length);
        }
    }

    private void drip(byte[] piece, int length, OutputStream out) throws IOException, InterruptedException {
        for (int i = 0; i < length && fault.get() == Fault.DRIP; i++) {
            out.write(piece[i]);
            out.flush();
            never.tryAcquire(1, TimeUnit.SECONDS);
        }
    }

    private static byte[] changed(byte[] piece, int length, long sent) {
        byte[] wrong = piece.clone();
        for (int i = (int) Math.max(0, HEAD - sent); i < length; i++) {
            wrong[i] ^= 1;
        }
        return wrong;
    }

    private static void truncate(byte[] piece, int length, long sent, OutputStream out) throws IOException {
        out.write(piece, 0, (int) Math.max(0, Math.min(length, HEAD - sent)));
        if (sent + length > HEAD) {
            throw new IOException("enough");
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closedAnyway) {
            return;
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        open.forEach(FaultProxy::close);
        threads.shutdownNow();
    }
}
