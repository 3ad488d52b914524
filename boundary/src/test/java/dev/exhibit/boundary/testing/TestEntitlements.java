package dev.exhibit.boundary.testing;

import dev.exhibit.boundary.entitlement.EntitlementFiles;
import dev.exhibit.boundary.entitlement.EntitlementReader;
import dev.exhibit.boundary.entitlement.Quotas;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;

/** Somebody who signs entitlements into a folder. */
public final class TestEntitlements {
    private final Path folder;
    private final ThrowawayKey key;

    public TestEntitlements(Path folder) {
        this(folder, ThrowawayKey.p256());
    }

    /** @param key signs, and is the configured one */
    public TestEntitlements(Path folder, ThrowawayKey key) {
        this.folder = folder;
        this.key = key;
        write(files().key(), Bytes.utf8(key.published().toPem()));
    }

    /** As a configuration names them. */
    public EntitlementFiles files() {
        return new EntitlementFiles(folder.resolve("entitlements.json"), folder.resolve("entitlements.pem"));
    }

    /** Puts a file there that says so; apostrophes stand for quotation marks. */
    public TestEntitlements sign(String payload) {
        return signBy(key, EntitlementReader.PAYLOAD_TYPE, payload);
    }

    /** The same with another signer or type. */
    public TestEntitlements signBy(ThrowawayKey signer, String type, String payload) {
        Bytes bytes = Bytes.utf8(payload.replace('\'', '"'));
        Envelope envelope = new Envelope(type, bytes, signer.sign(Envelope.signedBytes(type, bytes)));
        return put(CanonicalJson.of(envelope.toJson()).bytes());
    }

    /** One plan for everybody, good for ever. */
    public TestEntitlements everybody(String plan) {
        return sign("{'version':1,'expires':'9999-01-01T00:00:00Z','plans':{'one':" + plan + "},'plan':'one'}");
    }

    /** Puts any bytes there. */
    public TestEntitlements put(Bytes file) {
        write(files().file(), file);
        return this;
    }

    /** What a service reads from the folder now. */
    public Quotas quotas() {
        return quotas(InstantSource.system());
    }

    /** The same at another time. */
    public Quotas quotas(InstantSource clock) {
        return Quotas.follow(files(), SignatureChecker.standard(), clock);
    }

    private static void write(Path file, Bytes content) {
        try {
            Path fresh = Files.write(file.resolveSibling("fresh"), content.toArray());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
