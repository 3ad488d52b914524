package dev.exhibit.evidence.blob.s3;

import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.problem.StartRefusedException;
import io.minio.errors.ErrorResponseException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** One request to the server that did not do what it should, by what that means. */
final class S3Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final Set<String> BUSY = Set.of(
            "RequestTimeout", "SlowDown", "SlowDownRead", "SlowDownWrite", "InternalError", "ServiceUnavailable");
    private static final Set<String> FULL =
            Set.of("XMinioStorageFull", "QuotaExceeded", "XMinioAdminBucketQuotaExceeded");
    private static final Set<String> WRONG_SUM = Set.of(
            "BadDigest",
            "InvalidDigest",
            "XAmzContentSHA256Mismatch",
            "XAmzContentChecksumMismatch",
            "InvalidChecksum");
    private static final Set<String> STRANGER =
            Set.of("InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "RequestExpired");

    /** What a failure means. */
    enum Kind {
        /** Nobody knows whether it was done: no answer, none in time, or none that can be understood. */
        LOST,
        /** Somebody else is at the same object. */
        CONFLICT,
        /** There is an object of that name. */
        EXISTS,
        /** There is no such object or version. */
        ABSENT,
        /** There is no such upload, or no longer. */
        NO_UPLOAD,
        /** The object ends before the range begins. */
        RANGE,
        /** The bytes do not have the checksum that was sent with them. */
        CHECKSUM,
        /** The credentials are not known. */
        STRANGER,
        /** The server has no room. */
        FULL,
        /** The server does not know what was asked of it. */
        UNSUPPORTED,
        /** It may not be done. */
        REFUSED
    }

    private final Kind kind;

    S3Failure(Kind kind, String detail) {
        super(detail);
        this.kind = kind;
    }

    private S3Failure(Kind kind, String detail, Throwable cause) {
        super(detail, cause);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    /** Whether the same request may do better at once. */
    boolean mayPass() {
        return switch (kind) {
            case LOST, CONFLICT, STRANGER -> true;
            case EXISTS, ABSENT, NO_UPLOAD, RANGE, CHECKSUM, FULL, UNSUPPORTED, REFUSED -> false;
        };
    }

    /** What came of a call of the client library; a refusal of ours on the way goes on as it is. */
    static RuntimeException of(Throwable thrown) {
        Throwable cause = thrown.getCause();
        if (cause != null && (thrown instanceof CompletionException || thrown instanceof ExecutionException)) {
            return of(cause);
        }
        return switch (thrown) {
            case S3Failure failure -> failure;
            case ProblemException refusal -> refusal;
            case StartRefusedException unread -> new S3Failure(Kind.STRANGER, "its credentials cannot be read", unread);
            case ErrorResponseException answer -> of(answer);
            default -> new S3Failure(Kind.LOST, "did not answer, or not as S3 servers do", thrown);
        };
    }

    private static S3Failure of(ErrorResponseException answer) {
        String code = String.valueOf(answer.errorResponse().code());
        int status = answer.response().code();
        // The code comes from outside: it is shown only as letters, and not long.
        String shown = code.matches("[A-Za-z0-9]{1,64}") ? code : "an unknown code";
        return new S3Failure(kind(code, status), "answered " + status + " " + shown);
    }

    private static Kind kind(String code, int status) {
        if (BUSY.contains(code) || status == 408 || status == 429) {
            return Kind.LOST;
        }
        if (FULL.contains(code) || status == 507) {
            return Kind.FULL;
        }
        if (WRONG_SUM.contains(code)) {
            return Kind.CHECKSUM;
        }
        if (STRANGER.contains(code)) {
            return Kind.STRANGER;
        }
        return switch (status) {
            case 404 -> absent(code);
            case 405 -> Kind.ABSENT; // a version that is a delete marker
            case 409 -> Kind.CONFLICT;
            case 412 -> Kind.EXISTS;
            case 416 -> Kind.RANGE;
            case 501 -> Kind.UNSUPPORTED;
            default -> code.equals("NotImplemented") ? Kind.UNSUPPORTED : Kind.REFUSED;
        };
    }

    private static Kind absent(String code) {
        return switch (code) {
            case "NoSuchKey", "NoSuchVersion" -> Kind.ABSENT;
            case "NoSuchUpload" -> Kind.NO_UPLOAD;
            default -> Kind.REFUSED;
        };
    }
}
