package dev.exhibit.boundary.testing;

import dev.exhibit.crypto.encoding.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A connection that sends exactly what it is told and reads answers as they come. */
public final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final String HEAD_END = "\r\n\r\n";

    private final Socket socket;

    private RawClient(Socket socket) {
        this.socket = socket;
    }

    /** Connects without TLS. */
    public static RawClient plain(int port) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            return new RawClient(socket);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Connects and shakes hands. */
    public static RawClient tls(int port, SSLContext context) {
        try {
            SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            socket.startHandshake();
            return new RawClient(socket);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * An answer.
     *
     * @param status of the status line
     * @param headers by lower-case name
     * @param body as many bytes as Content-Length says
     */
    public record Reply(int status, Map<String, String> headers, Bytes body) {
        public String text() {
            return body.asLenientText();
        }

        /** The value of a header that must be there. */
        public String header(String name) {
            String value = headers.get(name);
            if (value == null) {
                throw new AssertionError("no header " + name + " in " + headers);
            }
            return value;
        }
    }

    public RawClient send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawClient send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A request without a body. */
    public Reply request(String method, String path) {
        return send(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .read(method.equals("HEAD"));
    }

    /** A request with a body. */
    public Reply request(String method, String path, String type, byte[] body) {
        return send(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                        + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                .send(body)
                .read();
    }

    /** Reads one answer with its body. */
    public Reply read() {
        return read(false);
    }

    /** Reads one answer; one to HEAD has no body whatever its length says. */
    public Reply read(boolean head) {
        try {
            String[] lines = head().split("\r\n", -1);
            Map<String, String> headers = new TreeMap<>();
            for (String line : Arrays.asList(lines).subList(1, lines.length)) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).trim());
            }
            int length = head ? 0 : Integer.parseInt(headers.getOrDefault("content-length", "0"));
            byte[] body = socket.getInputStream().readNBytes(length);
            if (body.length < length) {
                throw new EOFException("answer broken off after " + body.length + " of " + length);
            }
            return new Reply(Integer.parseInt(lines[0].substring(9, 12)), headers, Bytes.owned(body));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Waits until the server closes, discarding what comes; fails after {@code most}. */
    public void awaitClose(Duration most) {
        try {
            socket.setSoTimeout((int) most.toMillis());
            InputStream in = socket.getInputStream();
            byte[] some = new byte[8192];
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                // whatever it is, it is not what we wait for
            }
        } catch (java.net.SocketTimeoutException open) {
            throw new AssertionError("still open after " + most, open);
        } catch (IOException closed) {
            // a reset is a close too
        }
    }

    public Socket socket() {
        return socket;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            // that is what was wanted
        }
    }

    private String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        int matched = 0;
        while (matched < HEAD_END.length()) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("closed after: " + head.toString(StandardCharsets.ISO_8859_1));
            }
            head.write(next);
            boolean fits = next == HEAD_END.charAt(matched);
            matched = fits ? matched + 1 : next == '\r' ? 1 : 0;
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        return text.substring(0, text.length() - 4);
    }
}
