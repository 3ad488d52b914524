package dev.exhibit.boundary.entitlement;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.start.StartDocument;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.SignatureAlgorithm;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads a signed file of entitlements, as {@code docs/operating/entitlements.md} describes it. Nothing of the payload is
 * looked at before its signature is good.
 */
public final class EntitlementReader {
    /** The payload type of the envelope. */
    public static final String PAYLOAD_TYPE = "application/vnd.exhibit.entitlements+json";

    private static final int MIB = 1024 * 1024;
    private static final int KEY_BYTES = 8 * 1024;
    private static final int MAX_PLANS = 256;
    private static final int MAX_ASSIGNED = 10_000;
    private static final int MOST = 1_000_000;
    private static final JsonLimits ENVELOPE = new JsonLimits(2 * MIB, 4, 16, 2 * MIB);
    private static final JsonLimits PAYLOAD = new JsonLimits(MIB, 4, 20_000, 256);
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z");

    private EntitlementReader() {}

    /** Looks whether a start could use the files now. @throws StartRefusedException if not, saying why */
    public static void check(EntitlementFiles files, SignatureChecker checker, Instant now) {
        var unused = read(files, checker, now);
    }

    /** @throws StartRefusedException if a file cannot be read, the signature is not good, or the time is over */
    static Entitlements read(EntitlementFiles files, SignatureChecker checker, Instant now) {
        VerificationKey key = key(files.key());
        Bytes payload = StartDocument.readFile(
                files.file(), ENVELOPE, document -> signed(ObjectReader.of(document, ""), key, checker));
        Entitlements read =
                StartDocument.read("the payload of " + files.file(), payload, PAYLOAD, EntitlementReader::entitlements);
        if (!now.isBefore(read.expires())) {
            throw new StartRefusedException("the file " + files.file() + ": the entitlements ended at " + read.expires()
                    + "; put a new file there, or take the section entitlements out");
        }
        return read;
    }

    private static VerificationKey key(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return VerificationKey.fromPem(new String(in.readNBytes(KEY_BYTES), StandardCharsets.US_ASCII));
        } catch (IOException failed) {
            throw new StartRefusedException(
                    "the file " + file + " cannot be read (" + failed.getClass().getSimpleName()
                            + "); put the public key of who signs the entitlements there",
                    failed);
        } catch (MalformedException refused) {
            throw new StartRefusedException("the file " + file + " is not one PEM block of a public key", refused);
        }
    }

    private static Bytes signed(ObjectReader document, VerificationKey key, SignatureChecker checker) {
        Envelope envelope = Envelope.read(document);
        if (!envelope.payloadType().equals(PAYLOAD_TYPE)) {
            throw bad("expected " + PAYLOAD_TYPE).at("/payloadType");
        }
        try {
            checker.verify(
                    key,
                    algorithm(key),
                    Envelope.signedBytes(envelope.payloadType(), envelope.payload()),
                    envelope.signature());
        } catch (BadSignatureException refused) {
            throw new StartRefusedException(
                    "the key of entitlements.signer did not sign this; ask who issues the file");
        }
        return envelope.payload();
    }

    /** One for each type of key, so that the file has no say in it. */
    private static SignatureAlgorithm algorithm(VerificationKey key) {
        return switch (key.type()) {
            case EC_P256 -> SignatureAlgorithm.ECDSA_P256_SHA256;
            case ED25519 -> SignatureAlgorithm.ED25519;
            case EC_P384, EC_P521, RSA, ML_DSA_44, ML_DSA_65, ML_DSA_87 ->
                throw new StartRefusedException("entitlements.signer is a key of type "
                        + key.type().label() + "; use one of ECDSA P-256 or Ed25519");
        };
    }

    private static Entitlements entitlements(Json document) {
        ObjectReader root = ObjectReader.of(document, "");
        root.required("version");
        root.optionalInteger("version", 1, 1);
        Map<String, Plan> plans = plans(root.object("plans"));
        Entitlements read = new Entitlements(
                root.parsed("expires", EntitlementReader::time),
                root.optionalInteger("tenants", 1, MOST).map(Math::toIntExact),
                plans,
                assigned(root, plans),
                root.parsed("plan", name -> known(name, plans)));
        root.end();
        return read;
    }

    private static Map<String, Plan> plans(ObjectReader given) {
        demandAtMost(given, "/plans", MAX_PLANS);
        Map<String, Plan> plans = new HashMap<>();
        for (String name : given.names()) {
            if (!NAME.matcher(name).matches()) {
                throw bad("a plan is named with 1 to 63 of a-z 0-9 and inner hyphens")
                        .at(given.pointerTo(name));
            }
            plans.put(name, plan(given.object(name)));
        }
        return plans;
    }

    private static Plan plan(ObjectReader given) {
        Plan plan = new Plan(
                given.optionalInteger("requestsPerSecond", 1, MOST).map(Math::toIntExact),
                given.optionalInteger("clients", 1, MOST).map(Math::toIntExact),
                given.optionalInteger("storedBytes", 0, JsonLimits.MAX_SAFE_INTEGER));
        given.end();
        return plan;
    }

    private static Map<TenantId, String> assigned(ObjectReader root, Map<String, Plan> plans) {
        ObjectReader given = root.optionalObject("assigned")
                .orElseGet(() -> ObjectReader.of(Json.object(), root.pointerTo("assigned")));
        demandAtMost(given, "/assigned", MAX_ASSIGNED);
        Map<TenantId, String> assigned = new HashMap<>();
        for (String tenant : given.names()) {
            assigned.put(tenant(given, tenant), given.parsed(tenant, name -> known(name, plans)));
        }
        return assigned;
    }

    private static TenantId tenant(ObjectReader given, String name) {
        try {
            return new TenantId(name);
        } catch (MalformedException refused) {
            throw refused.at(given.pointerTo(name));
        }
    }

    private static String known(String plan, Map<String, Plan> plans) {
        if (!plans.containsKey(plan)) {
            throw bad("plans has no plan of that name");
        }
        return plan;
    }

    private static Instant time(String text) {
        if (!TIME.matcher(text).matches()) {
            throw bad("expected a time in UTC such as 2030-01-31T00:00:00Z");
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeException impossible) {
            throw bad("there is no such time");
        }
    }

    private static void demandAtMost(ObjectReader given, String pointer, int most) {
        if (given.names().size() > most) {
            throw new MalformedException(
                    Reason.TOO_LARGE, pointer, given.names().size() + " members, limit " + most);
        }
    }

    private static MalformedException bad(String what) {
        return new MalformedException(Reason.BAD_VALUE, what);
    }
}
