package dev.exhibit.boundary.trace;

import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.secret.SecretReference;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where traces are sent, in OTLP over HTTP. The operator names it, so it may lie inside.
 *
 * @param address takes {@code POST /v1/traces}
 * @param percent how many of a hundred traces are recorded, 1 to 100
 * @param authorities PEM file of who may vouch for it; the platform's without
 * @param token shown as bearer token
 */
public record Collector(Origin address, int percent, Optional<Path> authorities, Optional<SecretReference> token) {}
