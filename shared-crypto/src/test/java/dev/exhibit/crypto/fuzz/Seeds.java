package dev.exhibit.crypto.fuzz;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.jose.JwkSet;
import dev.exhibit.crypto.jose.Jws;
import dev.exhibit.crypto.jose.JwsAlgorithm;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import dev.exhibit.crypto.tlog.LogEntry;
import java.util.List;

/** Genuine inputs that reach deep, made once. */
final class Seeds {
    static final ThrowawaySigstore SIGSTORE = new ThrowawaySigstore();

    private Seeds() {}

    static List<Bytes> ofKinds() {
        return List.of(Kind.values()).stream()
                .map(kind -> SIGSTORE.bundle(kind).encode().bytes())
                .toList();
    }

    static Bytes envelope() {
        Json.Obj envelope = ThrowawaySigstore.dsse(SIGSTORE.managed).envelope().toJson();
        return CanonicalJson.of(envelope).bytes();
    }

    static Bytes statement() {
        return ThrowawaySigstore.statement(ThrowawaySigstore.ARTIFACT).encode().bytes();
    }

    static Bytes certificate() {
        return SIGSTORE.certificate().encoded();
    }

    static Bytes checkpoint() {
        String text = "log.throwaway.example\n1\n" + StrictBase64.encode(Bytes.of(new byte[32])) + "\n";
        return Bytes.utf8(SIGSTORE.log.note(text, true));
    }

    static Bytes entry() {
        LogEntry entry =
                SIGSTORE.bundle(Kind.IDENTITY_DSSE).material().logEntries().getFirst();
        return CanonicalJson.of(entry.toJson()).bytes();
    }

    static Bytes timestamp() {
        return SIGSTORE.timestamps.stamp(Bytes.utf8("signature"), ThrowawaySigstore.SIGNED);
    }

    static Bytes jws() {
        return Bytes.utf8(Jws.sign(
                JwsAlgorithm.ES256, Json.object().with("typ", "at+jwt"), Bytes.utf8("{}"), SIGSTORE.managed::sign));
    }

    static Bytes jwkSet() {
        List<Jwk> keys = List.of(
                Jwk.of(SIGSTORE.managed.published()),
                Jwk.of(ThrowawayKey.ed25519().published()),
                Jwk.of(ThrowawayKey.make("RSA", "SHA256withRSA").published()));
        return CanonicalJson.of(new JwkSet(keys).toJson()).bytes();
    }

    static Bytes policy() {
        return Bytes.utf8("{\"version\":1,\"identities\":[{\"subject\":\"a\",\"issuer\":\"b\"}],"
                + "\"predicateTypes\":[\"t\"],\"predicate\":[{\"pointer\":\"/a~1b/0\",\"equals\":1}],"
                + "\"maxAge\":\"P1D\",\"signatures\":1}");
    }
}
