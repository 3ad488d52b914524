package dev.exhibit.boundary.register;

import dev.exhibit.boundary.identity.Allowance;
import dev.exhibit.boundary.identity.ServiceIdentity;

/**
 * What certificates of a client may say.
 *
 * @param identity the name; of one client for ever
 * @param client whose it is
 * @param enabled whether it is in use; its client and tenant may be out of use nevertheless
 * @param allowance what it may have signed
 */
public record RegisteredIdentity(ServiceIdentity identity, String client, boolean enabled, Allowance allowance) {}
