package dev.exhibit.boundary.config;

import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.boundary.store.BucketSettings;
import dev.exhibit.boundary.store.BucketSettings.Credentials;
import dev.exhibit.boundary.store.BucketSettings.Encryption;
import dev.exhibit.boundary.store.BucketSettings.Lock;
import dev.exhibit.boundary.store.StoreSettings;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the section {@code store}, where evidence is kept, and writes it again. */
final class StoreReader {
    private static final int MAX_DAYS = 36_500;
    /** As Amazon names buckets: stricter than other servers, and understood by all. */
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");

    private static final Pattern REGION = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern PREFIX =
            Pattern.compile("([a-z0-9][a-z0-9._-]{0,62}(/[a-z0-9][a-z0-9._-]{0,62}){0,3})?");
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:/_.-]{0,255}");

    private StoreReader() {}

    static StoreSettings store(ObjectReader given) {
        boolean bucket = given.optionalParsed("kind", kind -> one(kind, List.of("directory", "s3")))
                .equals(Optional.of("s3"));
        StoreSettings store = bucket ? bucket(given) : new StoreSettings.Directory();
        given.end();
        return store;
    }

    private static BucketSettings bucket(ObjectReader given) {
        return new BucketSettings(
                given.parsed("endpoint", Origin::parse),
                given.optionalParsed("region", text -> matching(REGION, text, "a region of a-z 0-9 -"))
                        .orElse("us-east-1"),
                given.parsed("bucket", text -> matching(BUCKET, text, "a bucket: 3 to 63 of a-z 0-9 -")),
                given.optionalParsed(
                                "prefix",
                                text -> matching(PREFIX, text, "up to 4 parts of a-z 0-9 . _ - with / between"))
                        .orElse(""),
                new Credentials(
                        given.parsed("accessKey", SecretReference::parse),
                        given.parsed("secretKey", SecretReference::parse)),
                given.optionalFlag("pathStyle").orElse(true),
                given.optionalFlag("allowHttp").orElse(false),
                given.optionalFlag("versioning").orElse(false),
                lock(given),
                encryption(given),
                given.optionalParsed("authorities", VaultReader::path));
    }

    private static Optional<Lock> lock(ObjectReader given) {
        Optional<Lock.Mode> mode = given.optionalParsed(
                "lockMode",
                text -> Lock.Mode.valueOf(
                        one(text, List.of("governance", "compliance")).toUpperCase(Locale.ROOT)));
        Optional<Integer> days = given.optionalInteger("lockDays", 1, MAX_DAYS).map(Math::toIntExact);
        if (mode.isPresent() != days.isPresent()) {
            throw bad("lockMode and lockDays are given together or not at all").at(given.pointerTo("lockMode"));
        }
        return mode.map(found -> new Lock(found, days.orElseThrow()));
    }

    private static Encryption encryption(ObjectReader given) {
        String kind = given.optionalParsed(
                        "encryption", text -> one(text, List.of("none", "sse-s3", "sse-kms", "disk")))
                .orElse("none");
        Optional<String> key = given.optionalParsed("kms", text -> matching(KEY, text, "the name of a key"));
        if (key.isPresent() != kind.equals("sse-kms")) {
            throw bad("kms is given with sse-kms, and only then").at(given.pointerTo("kms"));
        }
        return switch (kind) {
            case "sse-s3" -> new Encryption.ByServer();
            case "sse-kms" -> new Encryption.ByKeyService(key.orElseThrow());
            case "disk" -> new Encryption.Disk();
            default -> new Encryption.None();
        };
    }

    /** The section as a document: read again, it means the same. */
    static Json.Obj describe(StoreSettings store) {
        Json.Obj section = Json.object().with("kind", store.kind());
        return switch (store) {
            case StoreSettings.Directory ignored -> section;
            case BucketSettings bucket -> bucket(section, bucket);
        };
    }

    private static Json.Obj bucket(Json.Obj kind, BucketSettings bucket) {
        Json.Obj section = encryption(
                kind.with("endpoint", bucket.endpoint().toString())
                        .with("region", bucket.region())
                        .with("bucket", bucket.bucket())
                        .with("prefix", bucket.prefix())
                        .with("accessKey", bucket.credentials().accessKey().toString())
                        .with("secretKey", bucket.credentials().secretKey().toString())
                        .with("pathStyle", bucket.pathStyle())
                        .with("allowHttp", bucket.allowHttp())
                        .with("versioning", bucket.versioned()),
                bucket.encryption());
        Json.Obj locked = bucket.lock()
                .map(lock -> section.with("lockMode", lock.mode().wire()).with("lockDays", lock.days()))
                .orElse(section);
        return bucket.authorities()
                .map(file -> locked.with("authorities", file.toString()))
                .orElse(locked);
    }

    private static Json.Obj encryption(Json.Obj section, Encryption encryption) {
        return switch (encryption) {
            case Encryption.None ignored -> section.with("encryption", "none");
            case Encryption.ByServer ignored -> section.with("encryption", "sse-s3");
            case Encryption.ByKeyService by ->
                section.with("encryption", "sse-kms").with("kms", by.key());
            case Encryption.Disk ignored -> section.with("encryption", "disk");
        };
    }

    private static String one(String text, List<String> known) {
        if (!Set.copyOf(known).contains(text)) {
            throw bad("expected one of " + String.join(", ", known));
        }
        return text;
    }

    private static String matching(Pattern form, String text, String what) {
        if (!form.matcher(text).matches()) {
            throw bad("expected " + what);
        }
        return text;
    }

    private static MalformedException bad(String what) {
        return new MalformedException(Reason.BAD_VALUE, what);
    }
}
