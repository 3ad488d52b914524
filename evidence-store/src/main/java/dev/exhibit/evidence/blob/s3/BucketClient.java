package dev.exhibit.evidence.blob.s3;

import dev.exhibit.boundary.StoreLimits;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.store.BucketSettings;
import dev.exhibit.crypto.encoding.Bytes;
import io.minio.AbortMultipartUploadArgs;
import io.minio.CompleteMultipartUploadArgs;
import io.minio.CreateMultipartUploadArgs;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.HeadObjectArgs;
import io.minio.HeadObjectResponse;
import io.minio.Http;
import io.minio.ListObjectVersionsArgs;
import io.minio.ListObjectsV2Args;
import io.minio.PutObjectAPIArgs;
import io.minio.RemoveObjectArgs;
import io.minio.UploadPartArgs;
import io.minio.messages.Item;
import io.minio.messages.ListBucketResultV2;
import io.minio.messages.ListObjectsResult.Prefix;
import io.minio.messages.ListVersionsResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/** Single requests to one bucket, each within a time. Thread-safe. */
final class BucketClient {
    private static final String MARK = "x-amz-meta-exhibit-write";
    private static final String CHECKSUM = "x-amz-checksum-sha256";
    private static final int AT_ONCE = 256;
    private static final int IDLE = 16;
    private static final int PAGE = 1000;

    private final S3Api client;
    private final ReloadedCredentials credentials;
    private final String bucket;

    /** Which keys follow in the list. */
    record Page(List<String> keys, boolean more) {}

    /** One version of an object, or a marker that it was removed. */
    record Version(String key, String id, boolean latest, boolean marker) {}

    /** Versions, and after which key and version the next ones are; an empty key where these were the last. */
    record Versions(List<Version> found, String key, String id) {}

    /**
     * Builds the client, which opens no connection yet.
     *
     * @param tls what authenticates the server, and whose word is taken for it
     * @param threads on which answers are read
     */
    BucketClient(
            BucketSettings settings,
            ReloadedCredentials credentials,
            StoreTls tls,
            StoreLimits limits,
            ExecutorService threads) {
        this.credentials = credentials;
        this.bucket = settings.bucket();
        Http.BaseUrl place = new Http.BaseUrl(settings.endpoint().toString());
        place.setRegion(settings.region());
        this.client = new S3Api(place, credentials, http(settings, tls, limits, threads));
        if (settings.pathStyle()) {
            client.disableVirtualStyleEndpoint();
        } else {
            client.enableVirtualStyleEndpoint();
        }
    }

    private static OkHttpClient http(
            BucketSettings settings, StoreTls tls, StoreLimits limits, ExecutorService threads) {
        Dispatcher dispatcher = new Dispatcher(threads);
        dispatcher.setMaxRequests(AT_ONCE);
        dispatcher.setMaxRequestsPerHost(AT_ONCE);
        int readSilence =
                (int) Math.min(limits.silence().toMillis(), limits.smallTime().toMillis());
        boolean plain = settings.endpoint().scheme() == Origin.Scheme.HTTP;
        return new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectionPool(new ConnectionPool(IDLE, 1, TimeUnit.MINUTES))
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectionSpecs(List.of(plain ? ConnectionSpec.CLEARTEXT : ConnectionSpec.RESTRICTED_TLS))
                .sslSocketFactory(tls.context().getSocketFactory(), tls.trust())
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .connectTimeout(limits.connectTime())
                .readTimeout(limits.silence())
                .writeTimeout(limits.silence())
                .callTimeout(limits.callTime())
                .addInterceptor(new AnswerGuard(limits.answerBytes(), limits.readBytes(), readSilence))
                .build();
    }

    /**
     * How the server is known.
     *
     * @param context of TLS
     * @param trust the same authorities
     */
    record StoreTls(SSLContext context, X509TrustManager trust) {}

    /** Writes an object as {@code claims} want it; where {@code createOnly}, never over another. */
    Written put(String key, Part part, ObjectClaims claims, boolean createOnly, String mark, Duration left) {
        Http.Headers headers = claims.headers();
        headers.put(CHECKSUM, part.checksum());
        if (!mark.isEmpty()) {
            headers.put(MARK, mark);
        }
        if (createOnly) {
            headers.put("If-None-Match", "*");
        }
        return await(
                left,
                () -> client.putObject(PutObjectAPIArgs.builder()
                                .bucket(bucket)
                                .object(key)
                                .data(part.shared(), part.size())
                                .headers(headers)
                                .build())
                        .thenApply(answer -> new Written(
                                part.size(), version(answer.versionId()), mark, claims.kept(answer.headers()))));
    }

    /** Sends bytes with the checksum of others, as a broken way would: for the doctor, who wants to see it refused. */
    String putWrong(String key, Part part, Part other, Duration left) {
        return await(
                left,
                () -> client.putObject(PutObjectAPIArgs.builder()
                                .bucket(bucket)
                                .object(key)
                                .data(part.shared(), part.size())
                                .headers(wrong(part, other))
                                .build())
                        .thenApply(answer -> key));
    }

    /** The same as a part of an upload. */
    String sendWrongPart(String key, String upload, Part part, Part other, Duration left) {
        return await(
                left,
                () -> client.uploadPart(UploadPartArgs.builder()
                                .bucket(bucket)
                                .object(key)
                                .uploadId(upload)
                                .partNumber(1)
                                .data(part.shared(), part.size())
                                .headers(wrong(part, other))
                                .build())
                        .thenApply(answer -> key));
    }

    /** Signed as what is sent, so that the checksum alone is wrong. */
    private static Http.Headers wrong(Part part, Part other) {
        return new Http.Headers(
                CHECKSUM,
                other.checksum(),
                "x-amz-content-sha256",
                part.digest().hex());
    }

    String startUpload(String key, ObjectClaims claims, String mark, Duration left) {
        Http.Headers headers = claims.headers();
        headers.put(MARK, mark.isEmpty() ? "probe" : mark);
        headers.put("x-amz-checksum-algorithm", "SHA256");
        return await(
                left,
                () -> client.createMultipartUpload(CreateMultipartUploadArgs.builder()
                                .bucket(bucket)
                                .object(key)
                                .headers(headers)
                                .build())
                        .thenApply(
                                answer -> Objects.requireNonNull(answer.result().uploadId())));
    }

    /** Sends a part. Answers what the server calls it. */
    String sendPart(String key, String upload, int number, Part part, Duration left) {
        return await(
                left,
                () -> client.uploadPart(UploadPartArgs.builder()
                                .bucket(bucket)
                                .object(key)
                                .uploadId(upload)
                                .partNumber(number)
                                .data(part.shared(), part.size())
                                .headers(new Http.Headers(CHECKSUM, part.checksum()))
                                .build())
                        .thenApply(answer -> answer.part().etag()));
    }

    /** Makes an object of the parts; where {@code createOnly}, never over another. */
    void completeUpload(String key, String upload, List<SentPart> parts, boolean createOnly, Duration left) {
        await(
                left,
                () -> client.completeMultipartUpload(CompleteMultipartUploadArgs.builder()
                                .bucket(bucket)
                                .object(key)
                                .uploadId(upload)
                                .parts(parts.stream().map(SentPart::described).toArray(io.minio.messages.Part[]::new))
                                .maxRetries(0)
                                .extraHeaders(createOnly ? new Http.Headers("If-None-Match", "*") : new Http.Headers())
                                .build())
                        .thenApply(answer -> key));
    }

    void abortUpload(String key, String upload, Duration left) {
        await(
                left,
                () -> client.abortMultipartUpload(AbortMultipartUploadArgs.builder()
                                .bucket(bucket)
                                .object(key)
                                .uploadId(upload)
                                .build())
                        .thenApply(answer -> key));
    }

    /** @param version empty for whatever is there now */
    Written head(String key, ObjectClaims claims, String version, Duration left) {
        return await(
                left,
                () -> client.headObject(
                                version.isEmpty()
                                        ? HeadObjectArgs.builder()
                                                .bucket(bucket)
                                                .object(key)
                                                .build()
                                        : HeadObjectArgs.builder()
                                                .bucket(bucket)
                                                .object(key)
                                                .versionId(version)
                                                .build())
                        .thenApply(answer -> written(answer, claims)));
    }

    private static Written written(HeadObjectResponse answer, ObjectClaims claims) {
        String mark = answer.headers().get(MARK);
        if (answer.size() < 0) {
            throw new S3Failure(S3Failure.Kind.LOST, "did not tell the size of an object");
        }
        return new Written(
                answer.size(), version(answer.versionId()), mark == null ? "" : mark, claims.kept(answer.headers()));
    }

    /** Bytes of an object, at most {@code length}; fewer if it ends before. */
    Bytes get(String key, String version, long from, int length, Duration left) {
        GetObjectArgs.Builder args =
                GetObjectArgs.builder().bucket(bucket).object(key).offset(from).length((long) length);
        return await(
                left,
                () -> client.getObject(
                                version.isEmpty()
                                        ? args.build()
                                        : args.versionId(version).build())
                        .thenApply(answer -> read(answer, from, length)));
    }

    private static Bytes read(GetObjectResponse answer, long from, int length) {
        try (answer) {
            String range = answer.headers().get("Content-Range");
            if (range == null || !range.startsWith("bytes " + from + "-")) {
                throw new S3Failure(S3Failure.Kind.LOST, "answered other bytes than it was asked for");
            }
            Bytes read = Bytes.owned(answer.readNBytes(length));
            if (answer.read() >= 0) {
                throw new S3Failure(S3Failure.Kind.LOST, "answered more bytes than it was asked for");
            }
            return read;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The next keys in ascending order, after {@code after}; empty for the first. */
    Page list(String prefix, String after, Duration left) {
        return page(listing(prefix, after), answer -> answer.contents().stream(), left);
    }

    /** The next folders below {@code prefix}, after {@code after}. */
    Page folders(String prefix, String after, Duration left) {
        return page(
                listing(prefix, after).delimiter("/"),
                answer -> answer.commonPrefixes().stream().map(Prefix::toItem),
                left);
    }

    private ListObjectsV2Args.Builder listing(String prefix, String after) {
        ListObjectsV2Args.Builder args =
                ListObjectsV2Args.builder().bucket(bucket).prefix(prefix).maxKeys(PAGE);
        return after.isEmpty() ? args : args.startAfter(after);
    }

    private Page page(
            ListObjectsV2Args.Builder args, Function<ListBucketResultV2, Stream<? extends Item>> named, Duration left) {
        return await(
                left,
                () -> client.listObjectsV2(args.build())
                        .thenApply(answer -> new Page(
                                named.apply(answer.result())
                                        .map(Item::objectName)
                                        .toList(),
                                answer.result().isTruncated())));
    }

    /** The next versions and markers under keys that begin with {@code prefix}; empty texts for the first. */
    Versions versions(String prefix, String afterKey, String afterId, Duration left) {
        ListObjectVersionsArgs.Builder args =
                ListObjectVersionsArgs.builder().bucket(bucket).prefix(prefix).maxKeys(PAGE);
        return await(
                left,
                () -> client.listObjectVersions(
                                afterKey.isEmpty()
                                        ? args.build()
                                        : args.keyMarker(afterKey)
                                                .versionIdMarker(afterId)
                                                .build())
                        .thenApply(answer -> versions(answer.result())));
    }

    private static Versions versions(ListVersionsResult found) {
        List<Version> all = Stream.concat(found.contents().stream(), found.deleteMarkers().stream())
                .map(item -> new Version(
                        item.objectName(), String.valueOf(item.versionId()), item.isLatest(), item.isDeleteMarker()))
                .toList();
        return found.isTruncated()
                ? new Versions(all, text(found.nextKeyMarker()), text(found.nextVersionIdMarker()))
                : new Versions(all, "", "");
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** @param version empty for the object as a whole, which leaves a marker where there are versions */
    void delete(String key, String version, Duration left) {
        RemoveObjectArgs.Builder args =
                RemoveObjectArgs.builder().bucket(bucket).object(key);
        await(
                left,
                () -> client.removeObject(
                                version.isEmpty()
                                        ? args.build()
                                        : args.versionId(version).build())
                        .thenApply(nothing -> key));
    }

    private static String version(String id) {
        return id == null || id.equals("null") ? "" : id;
    }

    private <T> T await(Duration left, Supplier<CompletableFuture<T>> request) {
        try {
            return request.get().get(Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new S3Failure(S3Failure.Kind.LOST, "did not answer in time");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new S3Failure(S3Failure.Kind.LOST, "was no longer waited for");
        } catch (ExecutionException | RuntimeException failed) {
            throw known(S3Failure.of(failed));
        }
    }

    private RuntimeException known(RuntimeException failure) {
        if (failure instanceof S3Failure s3 && s3.kind() == S3Failure.Kind.STRANGER) {
            credentials.forget();
        }
        return failure;
    }
}
