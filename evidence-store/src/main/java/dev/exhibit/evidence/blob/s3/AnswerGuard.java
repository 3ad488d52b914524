package dev.exhibit.evidence.blob.s3;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * Lets through what an S3 server may answer, before the client library reads it whole: no redirect, no error that is not its
 * XML, no encoding that was not asked for, and no list or error longer than a bound.
 */
final class AnswerGuard implements Interceptor {
    private static final int REDIRECTS = 300;
    private static final int ERRORS = 400;
    private static final int DEFECTS = 500;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int FULL = 507;

    private final int documentBytes;
    private final int objectBytes;
    private final int readSilence;

    /**
     * @param documentBytes most bytes of an answer that is a list or an error
     * @param objectBytes most bytes of an object that are asked for at once
     * @param readSilence milliseconds without a byte of an object that is read: a server that has it need not work for it
     */
    AnswerGuard(int documentBytes, int objectBytes, int readSilence) {
        this.documentBytes = documentBytes;
        this.objectBytes = objectBytes;
        this.readSilence = readSilence;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        boolean reading = chain.request().header("Range") != null;
        Chain bound = reading ? chain.withReadTimeout(readSilence, TimeUnit.MILLISECONDS) : chain;
        Response answer = bound.proceed(chain.request());
        try {
            demand(answer, chain.request().method().equals("HEAD"));
            return bounded(answer, reading && answer.code() < REDIRECTS ? objectBytes : documentBytes);
        } catch (IOException refused) {
            answer.close();
            throw refused;
        }
    }

    private static void demand(Response answer, boolean head) throws IOException {
        int status = answer.code();
        if (status < 200 || (status >= REDIRECTS && status < ERRORS)) {
            throw new IOException("the server answered " + status + ", which nobody asked for");
        }
        if (status >= DEFECTS && status != NOT_IMPLEMENTED && status != FULL) {
            throw new IOException("the server answered " + status);
        }
        if (status >= ERRORS && !head && !isXml(answer.body().contentType())) {
            throw new IOException("the server answered " + status + " without a reason that can be read");
        }
        String encoding = answer.header("Content-Encoding", "identity");
        if (!"identity".equals(encoding) && !"aws-chunked".equals(encoding)) {
            throw new IOException("the server encoded an answer as nobody asked for");
        }
    }

    private static boolean isXml(@Nullable MediaType type) {
        return type != null
                && type.type().equals("application")
                && type.subtype().equals("xml");
    }

    private static Response bounded(Response answer, int most) throws IOException {
        ResponseBody body = answer.body();
        if (body.contentLength() > most) {
            // The answer to HEAD tells the length of an object without its bytes.
            if (answer.request().method().equals("HEAD")) {
                return answer;
            }
            throw new IOException("the server answered with more than " + most + " bytes");
        }
        return body.contentLength() >= 0 ? answer : whole(answer, body, most);
    }

    /** An answer of unknown length, read as far as it may go. */
    private static Response whole(Response answer, ResponseBody body, int most) throws IOException {
        if (body.source().request(most + 1L)) {
            throw new IOException("the server answered with more than " + most + " bytes");
        }
        byte[] read = body.source().readByteArray();
        return answer.newBuilder()
                .body(ResponseBody.create(read, body.contentType()))
                .build();
    }
}
