package dev.exhibit.attestor.verify;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.policy.Policy;

/** A policy and its bytes, which are what it is named by. */
public record PolicyDocument(Bytes bytes, Policy policy) {
    /** @throws dev.exhibit.crypto.encoding.MalformedException for what is none */
    public static PolicyDocument of(Bytes bytes) {
        return new PolicyDocument(bytes, Policy.decode(bytes));
    }
}
