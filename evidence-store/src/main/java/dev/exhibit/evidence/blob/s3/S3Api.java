package dev.exhibit.evidence.blob.s3;

import io.minio.BaseS3Client;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.Http;
import io.minio.RemoveObjectArgs;
import io.minio.credentials.Provider;
import java.util.concurrent.CompletableFuture;
import okhttp3.OkHttpClient;

/**
 * The requests of S3 as the client library makes them, without its larger client: that one repeats, buffers and splits on its
 * own, which is our business, and brings native code for archives. Thread-safe.
 */
final class S3Api extends BaseS3Client {
    S3Api(Http.BaseUrl place, Provider credentials, OkHttpClient http) {
        super(place, credentials, http, true);
    }

    CompletableFuture<GetObjectResponse> getObject(GetObjectArgs args) {
        return executeGetAsync(args, args.makeHeaders(), version(args.versionId()))
                .thenApply(answer -> new GetObjectResponse(
                        answer.headers(),
                        args.bucket(),
                        args.region(),
                        args.object(),
                        answer.body().byteStream()));
    }

    CompletableFuture<Boolean> removeObject(RemoveObjectArgs args) {
        return executeDeleteAsync(args, new Http.Headers(), version(args.versionId()))
                .thenApply(answer -> {
                    answer.close();
                    return true;
                });
    }

    private static Http.QueryParameters version(String id) {
        return id == null ? new Http.QueryParameters() : new Http.QueryParameters("versionId", id);
    }
}
