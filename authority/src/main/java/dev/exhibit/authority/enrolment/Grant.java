package dev.exhibit.authority.enrolment;

import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.json.Json;
import java.util.Optional;

/**
 * What somebody has proved a right to: a certificate of one identity.
 *
 * @param tenant whose
 * @param client whose the identity is from now on
 * @param identity what the certificate will say
 * @param job what a CI system said about its job, whose identity ends with its certificate
 */
record Grant(TenantId tenant, String client, ServiceIdentity identity, Optional<Json.Obj> job) {}
