package dev.exhibit.crypto.trust;

import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import java.util.List;

/**
 * Where stock clients may get timestamps ({@code SigningConfig} 0.2, sigstore_trustroot.proto). No certificate authority and
 * no log is named: ours take no requests of other programs.
 *
 * @param timestamps RFC 3161 services, newest first, each of an operator of its own
 * @param count how many of them a client has to ask
 */
public record SigningConfig(List<Service> timestamps, int count) {
    /** The media type, also written into the file. */
    public static final String MEDIA_TYPE = "application/vnd.dev.sigstore.signingconfig.v0.2+json";

    /** @throws IllegalArgumentException for more to be asked than there are */
    public SigningConfig {
        timestamps = List.copyOf(timestamps);
        if (count < Math.min(1, timestamps.size()) || count > timestamps.size()) {
            throw new IllegalArgumentException("1 to all of the timestamp services are asked");
        }
    }

    /**
     * A service.
     *
     * @param url where queries are sent
     * @param operator who runs it: of one operator, clients ask one service
     * @param validFor when it is to be used
     */
    public record Service(String url, String operator, ValidFor validFor) {
        private Json.Obj toJson() {
            return Json.object()
                    .with("url", url)
                    .with("majorApiVersion", 1)
                    .with("validFor", validFor.toJson())
                    .with("operator", operator);
        }
    }

    /** Canonical JSON. A selection from nothing is left out, because clients do not know one. */
    public CanonicalJson encode() {
        Json.Obj json = Json.object().with("mediaType", MEDIA_TYPE);
        if (timestamps.isEmpty()) {
            return CanonicalJson.of(json);
        }
        return CanonicalJson.of(json.with(
                        "tsaUrls",
                        Json.array(timestamps.stream().map(Service::toJson).toList()))
                .with("tsaConfig", Json.object().with("selector", "EXACT").with("count", count)));
    }
}
