package dev.exhibit.crypto.trust;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whom to believe ({@code TrustedRoot} 0.1). One key or certificate that cannot be read spoils the whole file: half a
 * trust root would give other verdicts than the whole.
 *
 * @param logs of signatures
 * @param certificateAuthorities who vouch for identities
 * @param certificateLogs that watch those
 * @param timestampAuthorities who vouch for times
 */
public record TrustRoot(
        List<TransparencyLog> logs,
        List<Authority> certificateAuthorities,
        List<TransparencyLog> certificateLogs,
        List<Authority> timestampAuthorities) {
    /** The media type, also written into the file. */
    public static final String MEDIA_TYPE = "application/vnd.dev.sigstore.trustedroot+json;version=0.1";

    private static final int MAX_ITEMS = 64;

    public TrustRoot {
        logs = List.copyOf(logs);
        certificateAuthorities = List.copyOf(certificateAuthorities);
        certificateLogs = List.copyOf(certificateLogs);
        timestampAuthorities = List.copyOf(timestampAuthorities);
    }

    /** Believes nobody. */
    public static TrustRoot empty() {
        return new TrustRoot(List.of(), List.of(), List.of(), List.of());
    }

    /** A copy that believes one more log of signatures. */
    public TrustRoot with(TransparencyLog log) {
        return new TrustRoot(
                Stream.concat(logs.stream(), Stream.of(log)).toList(),
                certificateAuthorities,
                certificateLogs,
                timestampAuthorities);
    }

    /** A copy with the oldest first, as sigstore_trustroot.proto wants it. */
    public TrustRoot sorted() {
        Comparator<TransparencyLog> byLog = Comparator.comparing(
                        (TransparencyLog log) -> log.validFor().start())
                .thenComparing(log -> log.key().id().hex());
        Comparator<Authority> byAuthority = Comparator.comparing(
                        (Authority authority) -> authority.validFor().start())
                .thenComparing(Authority::uri);
        return new TrustRoot(
                logs.stream().sorted(byLog).toList(),
                certificateAuthorities.stream().sorted(byAuthority).toList(),
                certificateLogs.stream().sorted(byLog).toList(),
                timestampAuthorities.stream().sorted(byAuthority).toList());
    }

    /** The log of signatures with this id. */
    public Optional<TransparencyLog> log(Digest id) {
        return logs.stream().filter(log -> log.logId().equals(id)).findFirst();
    }

    /** The log of certificates with this id. */
    public Optional<TransparencyLog> certificateLog(Digest id) {
        return certificateLogs.stream().filter(log -> log.logId().equals(id)).findFirst();
    }

    /** Canonical JSON. */
    public CanonicalJson encode() {
        return CanonicalJson.of(Json.object()
                .with("mediaType", MEDIA_TYPE)
                .with("tlogs", logs(logs))
                .with("certificateAuthorities", authorities(certificateAuthorities))
                .with("ctlogs", logs(certificateLogs))
                .with("timestampAuthorities", authorities(timestampAuthorities)));
    }

    private static Json logs(List<TransparencyLog> logs) {
        return Json.array(logs.stream().map(TransparencyLog::toJson).toList());
    }

    private static Json authorities(List<Authority> authorities) {
        return Json.array(authorities.stream().map(Authority::toJson).toList());
    }

    /** Reads a trust root in any JSON spelling. @throws MalformedException if any part of it is not as it should be */
    public static TrustRoot decode(Bytes document) {
        ObjectReader reader = JsonReader.readObject(document, JsonLimits.BODY);
        if (!reader.text("mediaType").equals(MEDIA_TYPE)) {
            throw new MalformedException(Reason.UNSUPPORTED, "/mediaType", "expected " + MEDIA_TYPE);
        }
        TrustRoot root = new TrustRoot(
                readLogs(reader, "tlogs"),
                readAuthorities(reader, "certificateAuthorities"),
                readLogs(reader, "ctlogs"),
                readAuthorities(reader, "timestampAuthorities"));
        reader.end();
        requireUnique(root.logs());
        requireUnique(root.certificateLogs());
        return root;
    }

    private static List<TransparencyLog> readLogs(ObjectReader reader, String name) {
        return reader.objects(name, MAX_ITEMS).stream()
                .map(TransparencyLog::read)
                .toList();
    }

    private static List<Authority> readAuthorities(ObjectReader reader, String name) {
        return reader.objects(name, MAX_ITEMS).stream().map(Authority::read).toList();
    }

    private static void requireUnique(List<TransparencyLog> logs) {
        if (logs.stream().map(TransparencyLog::logId).distinct().count() != logs.size()) {
            throw new MalformedException(Reason.BAD_VALUE, "a log id is given twice");
        }
    }
}
