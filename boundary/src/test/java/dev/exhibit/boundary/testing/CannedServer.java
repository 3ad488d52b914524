package dev.exhibit.boundary.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/** A server on the loopback address that answers each connection's one request as it is told, right or wrong. */
public final class CannedServer implements AutoCloseable {
    private final ServerSocket socket;
    private final String scheme;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Answer answer = out -> {};

    /** Writes what it wants to the client. */
    @FunctionalInterface
    public interface Answer {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    private CannedServer(ServerSocketFactory sockets, String scheme) {
        try {
            this.socket = sockets.createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        this.scheme = scheme;
        Thread.ofVirtual().start(this::serve);
    }

    public static CannedServer plain() {
        return new CannedServer(ServerSocketFactory.getDefault(), "http");
    }

    /** Over TLS, with the key of {@code context}. */
    public static CannedServer tls(SSLContext context) {
        return new CannedServer(context.getServerSocketFactory(), "https");
    }

    /** Answers with status 200 and {@code body}. */
    public void says(String body) {
        says("200 OK", "", body);
    }

    /** @param headers whole lines, each with its end */
    public void says(String status, String headers, String body) {
        raw("HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /** Answers with exactly this. */
    public void raw(String text) {
        answer = out -> out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void answers(Answer how) {
        answer = how;
    }

    /** The heads of the requests so far, with bodies as far as they came with them. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** For example {@code https://localhost:4711}. */
    public String origin(String host) {
        return scheme + "://" + host + ":" + port();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            requests.add(head(new BufferedInputStream(client.getInputStream())));
            answer.write(client.getOutputStream());
            client.getOutputStream().flush();
        } catch (IOException gone) {
            // What a client that gives up looks like; a test sees its own side of it.
            return;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.append((char) next);
        }
        byte[] more = in.readNBytes(in.available());
        return head + new String(more, StandardCharsets.ISO_8859_1);
    }
}
