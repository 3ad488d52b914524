package dev.exhibit.signer.source;

import dev.exhibit.boundary.fetch.FetchOrder;
import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.fetch.FetchedStream;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;

/** One repository of a registry (OCI distribution specification 1.1). For one artifact and one thread. */
final class Registry {
    private static final int UNAUTHORIZED = 401;

    private final Origin place;
    private final String repository;
    private final Transfer transfer;
    private final RegistryLogin login;
    private final int redirects;
    private Optional<String> authorization = Optional.empty();

    Registry(Origin place, String repository, Transfer transfer, RegistryLogin login, int redirects) {
        this.place = place;
        this.repository = repository;
        this.transfer = transfer;
        this.login = login;
        this.redirects = redirects;
    }

    /**
     * A manifest as it came.
     *
     * @param mediaType what the registry calls it
     */
    record Document(String mediaType, Bytes bytes) {}

    /** Fetches a manifest or index of at most {@code maxBytes}. */
    Document manifest(Digest digest, long maxBytes) {
        FetchOrder order = order("manifests", digest, maxBytes).with("Accept", MediaTypes.ACCEPT);
        return get(
                order,
                answer -> new Document(
                        answer.header("content-type")
                                .map(type -> type.split(";", 2)[0].strip())
                                .orElse(""),
                        whole(answer.document())));
    }

    /**
     * Hands the bytes of a blob to {@code read}.
     *
     * @throws ProblemException {@code digest_mismatch} if there are more than {@code size}
     */
    <T> T blob(Digest digest, long size, Function<InputStream, T> read) {
        try {
            return get(order("blobs", digest, size), answer -> read.apply(answer.document()));
        } catch (ProblemException refused) {
            if (refused.code() == ProblemCode.TOO_LARGE) {
                throw new ProblemException(
                        ProblemCode.DIGEST_MISMATCH, digest + " should have " + size + " bytes, but has more", refused);
            }
            throw refused;
        }
    }

    static Bytes whole(InputStream in) {
        try {
            return Bytes.owned(in.readAllBytes());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private FetchOrder order(String kind, Digest digest, long maxBytes) {
        return order(kind + "/" + digest, maxBytes);
    }

    /** Asks for what is below the repository. */
    FetchOrder order(String path, long maxBytes) {
        return FetchOrder.get(url(path), maxBytes).following(redirects);
    }

    FetchUrl url(String path) {
        return FetchUrl.parse(place + "/v2/" + repository + "/" + path);
    }

    /** Once more with a login where one is asked for, and no third time; a login goes to this registry and no other place. */
    <T> T get(FetchOrder order, Function<FetchedStream, T> read) {
        Optional<T> first = transfer.get(authorized(order), answer -> unlessAsked(answer, read));
        return first.orElseGet(() -> transfer.get(authorized(order), read));
    }

    private <T> Optional<T> unlessAsked(FetchedStream answer, Function<FetchedStream, T> read) {
        if (answer.status() != UNAUTHORIZED) {
            return Optional.of(read.apply(answer));
        }
        authorization = Optional.of(login.answer(answer.header("www-authenticate"), repository));
        return Optional.empty();
    }

    private FetchOrder authorized(FetchOrder order) {
        return authorization
                .filter(value -> order.url().origin().equals(place))
                .map(value -> order.with("Authorization", value))
                .orElse(order);
    }
}
