package dev.exhibit.client;

import dev.exhibit.crypto.json.Json;

/** By what a client certificate is asked for. */
public sealed interface EnrolmentProof {
    /** A one-time code of an administrator. */
    record Code(String code) implements EnrolmentProof {
        @Override
        public String toString() {
            return "a code";
        }
    }

    /** The OpenID Connect token of a CI job. */
    record JobToken(String token) implements EnrolmentProof {
        @Override
        public String toString() {
            return "a job's token";
        }
    }

    /** The certificate of the connection, which is to be followed by another. */
    record Certificate() implements EnrolmentProof {}

    /** The request for a certificate for the key of {@code order}, PEM. */
    default Json.Obj request(String order) {
        Json.Obj request = Json.object().with("request", order);
        return switch (this) {
            case Code given -> request.with("code", given.code());
            case JobToken job -> request.with("token", job.token());
            case Certificate ignored -> request;
        };
    }
}
