package dev.exhibit.signer;

/**
 * What a signer works on, kept over restarts of it.
 *
 * @param keys the tenants' keys
 * @param intents the intents
 */
public record Ports(KeyDirectory keys, IntentLog intents) {}
