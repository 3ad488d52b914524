package dev.exhibit.crypto.bundle;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.tlog.LogEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a bundle brings to check its signature with ({@code VerificationMaterial} of sigstore_bundle.proto).
 *
 * @param signer whose key checks the signature
 * @param logEntries that the signature was logged; at most {@value #MAX_ITEMS}, none twice
 * @param timestamps RFC 3161 responses over the signature, DER; at most {@value #MAX_ITEMS}, none twice
 */
public record VerificationMaterial(Signer signer, List<LogEntry> logEntries, List<Bytes> timestamps) {
    /** How many log entries, and how many timestamps, one bundle may have. */
    public static final int MAX_ITEMS = 32;

    public VerificationMaterial {
        logEntries = List.copyOf(logEntries);
        timestamps = List.copyOf(timestamps);
        requireFew(logEntries, "/verificationMaterial/tlogEntries");
        requireFew(timestamps, "/verificationMaterial/timestampVerificationData/rfc3161Timestamps");
    }

    /** Names the key. */
    public sealed interface Signer {
        /**
         * A key that the verifier knows beforehand ({@code PublicKeyIdentifier}).
         *
         * @param hint tells which; for keys of Exhibit {@link KeyId#hint()}
         */
        record ManagedKey(String hint) implements Signer {
            private static final Pattern FORM = Pattern.compile("[!-~]{1,128}");

            public ManagedKey {
                if (!FORM.matcher(hint).matches()) {
                    throw new MalformedException(Reason.BAD_VALUE, "a key hint is 1 to 128 printable characters");
                }
            }
        }

        /**
         * A certificate that tells whose key it is; DER as it came, unread.
         *
         * @param leaf the signer's
         * @param others that came with it in old bundles
         * @param single whether it came alone, as version 0.3 wants it
         */
        record CertificateChain(Bytes leaf, List<Bytes> others, boolean single) implements Signer {
            static final int MAX_LENGTH = 6;

            public CertificateChain {
                others = List.copyOf(others);
            }
        }
    }

    /** The material of a managed key. */
    public static VerificationMaterial of(KeyId key) {
        return new VerificationMaterial(new Signer.ManagedKey(key.hint()), List.of(), List.of());
    }

    /** The material of an identity certificate, DER. */
    public static VerificationMaterial of(Bytes certificate) {
        return new VerificationMaterial(
                new Signer.CertificateChain(certificate, List.of(), true), List.of(), List.of());
    }

    /** A copy with one more log entry. */
    public VerificationMaterial with(LogEntry entry) {
        return new VerificationMaterial(signer, append(logEntries, entry), timestamps);
    }

    /** A copy with one more RFC 3161 response, DER. */
    public VerificationMaterial withTimestamp(Bytes response) {
        return new VerificationMaterial(signer, logEntries, append(timestamps, response));
    }

    /** A copy with these RFC 3161 responses as well. */
    public VerificationMaterial withTimestamps(List<Bytes> responses) {
        return new VerificationMaterial(
                signer,
                logEntries,
                Stream.concat(timestamps.stream(), responses.stream()).toList());
    }

    Json.Obj toJson() {
        Json.Obj json = switch (signer) {
            case Signer.ManagedKey key ->
                Json.object().with("publicKey", Json.object().with("hint", key.hint()));
            case Signer.CertificateChain chain -> certificates(chain);
        };
        if (!logEntries.isEmpty()) {
            json = json.with(
                    "tlogEntries",
                    Json.array(logEntries.stream().map(LogEntry::toJson).toList()));
        }
        return timestamps.isEmpty() ? json : json.with("timestampVerificationData", timestampData());
    }

    private static Json.Obj certificates(Signer.CertificateChain chain) {
        if (chain.single()) {
            return Json.object().with("certificate", certificate(chain.leaf()));
        }
        List<Json.Obj> all = new ArrayList<>(List.of(certificate(chain.leaf())));
        chain.others().forEach(other -> all.add(certificate(other)));
        return Json.object().with("x509CertificateChain", Json.object().with("certificates", Json.array(all)));
    }

    private static Json.Obj certificate(Bytes der) {
        return Json.object().with("rawBytes", StrictBase64.encode(der));
    }

    private Json.Obj timestampData() {
        List<Json.Obj> items = timestamps.stream()
                .map(response -> Json.object().with("signedTimestamp", StrictBase64.encode(response)))
                .toList();
        return Json.object().with("rfc3161Timestamps", Json.array(items));
    }

    static VerificationMaterial read(ObjectReader reader) {
        Signer signer = signer(reader);
        List<LogEntry> entries = reader.objects("tlogEntries", MAX_ITEMS).stream()
                .map(LogEntry::read)
                .toList();
        List<Bytes> timestamps = reader.optionalObject("timestampVerificationData")
                .map(VerificationMaterial::readTimestamps)
                .orElse(List.of());
        reader.end();
        return new VerificationMaterial(signer, entries, timestamps);
    }

    private static Signer signer(ObjectReader reader) {
        Optional<ObjectReader> publicKey = reader.optionalObject("publicKey");
        Optional<ObjectReader> certificate = reader.optionalObject("certificate");
        Optional<ObjectReader> chain = reader.optionalObject("x509CertificateChain");
        if (List.of(publicKey, certificate, chain).stream()
                        .filter(Optional::isPresent)
                        .count()
                != 1) {
            throw new MalformedException(
                    Reason.BAD_VALUE,
                    "/verificationMaterial",
                    "one of publicKey, certificate and x509CertificateChain");
        }
        return publicKey
                .<Signer>map(VerificationMaterial::readKey)
                .or(() ->
                        certificate.map(found -> new Signer.CertificateChain(readCertificate(found), List.of(), true)))
                .or(() -> chain.map(VerificationMaterial::readChain))
                .orElseThrow();
    }

    private static Signer.ManagedKey readKey(ObjectReader reader) {
        Signer.ManagedKey key = reader.parsed("hint", Signer.ManagedKey::new);
        reader.end();
        return key;
    }

    private static Signer.CertificateChain readChain(ObjectReader reader) {
        List<Bytes> all = reader.objects("certificates", Signer.CertificateChain.MAX_LENGTH).stream()
                .map(VerificationMaterial::readCertificate)
                .toList();
        reader.end();
        if (all.isEmpty()) {
            throw new MalformedException(Reason.MISSING_MEMBER, reader.pointerTo("certificates"), "no certificate");
        }
        return new Signer.CertificateChain(all.getFirst(), all.subList(1, all.size()), false);
    }

    private static Bytes readCertificate(ObjectReader reader) {
        Bytes der = reader.parsed("rawBytes", StrictBase64::decode);
        reader.end();
        return der;
    }

    private static List<Bytes> readTimestamps(ObjectReader reader) {
        List<Bytes> found = reader.objects("rfc3161Timestamps", MAX_ITEMS).stream()
                .map(VerificationMaterial::readTimestamp)
                .toList();
        reader.end();
        return found;
    }

    private static Bytes readTimestamp(ObjectReader reader) {
        Bytes response = reader.parsed("signedTimestamp", StrictBase64::decode);
        reader.end();
        return response;
    }

    private static void requireFew(List<?> items, String pointer) {
        if (items.size() > MAX_ITEMS) {
            throw new MalformedException(Reason.TOO_LARGE, pointer, items.size() + " items, limit " + MAX_ITEMS);
        }
        if (new HashSet<>(items).size() != items.size()) {
            throw new MalformedException(Reason.BAD_VALUE, pointer, "an item is given twice");
        }
    }

    private static <T> List<T> append(List<T> items, T more) {
        List<T> all = new ArrayList<>(items);
        all.add(more);
        return all;
    }
}
