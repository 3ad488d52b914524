package dev.exhibit.signer;

import dev.exhibit.crypto.key.VerificationKey;
import java.time.Instant;

/**
 * A signing key as the signer knows it; its private half is in the vault.
 *
 * @param key the public half
 * @param state what it may be used for
 * @param epoch counts its states, from 1
 * @param createdAt when it was recorded, to the microsecond
 */
public record KeyRecord(VerificationKey key, KeyState state, long epoch, Instant createdAt) {}
