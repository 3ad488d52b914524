package dev.exhibit.signer;

import dev.exhibit.boundary.identity.ServiceIdentity;

/**
 * What was done before under a name that comes again.
 *
 * @param askedBy who asked for it then
 * @param reason why
 * @param key the key that it was about, as it is now
 */
public record KeyAnswer(ServiceIdentity askedBy, String reason, KeyRecord key) {}
