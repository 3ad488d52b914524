package dev.exhibit.boundary.identity;

import dev.exhibit.boundary.start.StartDocument;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Identities from a document that is read once:
 * {@code {"identities":[{"identity":"spiffe://…","tenant":"…","role":"pipeline"}]}}. Immutable, so thread-safe.
 */
public final class FileIdentityRegistry implements IdentityRegistry {
    /** The most identities of one document. */
    public static final int MAX_IDENTITIES = 10_000;

    private static final int MIB = 1024 * 1024;
    private static final JsonLimits DOCUMENT = new JsonLimits(32 * MIB, 4, 100_000, 4 * 1024);

    private final Map<ServiceIdentity, Caller> callers;

    private FileIdentityRegistry(Map<ServiceIdentity, Caller> callers) {
        this.callers = Map.copyOf(callers);
    }

    /** @throws dev.exhibit.boundary.problem.StartRefusedException if anything in the document is wrong, saying where */
    public static FileIdentityRegistry read(Bytes document) {
        return StartDocument.read("the list of identities", document, DOCUMENT, FileIdentityRegistry::registry);
    }

    /** @throws dev.exhibit.boundary.problem.StartRefusedException if the file cannot be read or is wrong, saying where */
    public static FileIdentityRegistry read(Path file) {
        return StartDocument.readFile(file, DOCUMENT, FileIdentityRegistry::registry);
    }

    @Override
    public Optional<Caller> find(ServiceIdentity identity) {
        return Optional.ofNullable(callers.get(identity));
    }

    /** The tenants that are named, sorted, each once. */
    public List<TenantId> tenants() {
        return callers.values().stream()
                .map(Caller::tenant)
                .distinct()
                .sorted(Comparator.comparing(TenantId::value))
                .toList();
    }

    private static FileIdentityRegistry registry(Json document) {
        ObjectReader root = ObjectReader.of(document, "");
        root.required("identities");
        Map<ServiceIdentity, Caller> callers = new HashMap<>();
        for (ObjectReader entry : root.objects("identities", MAX_IDENTITIES)) {
            Caller caller = caller(entry);
            if (callers.put(caller.identity(), caller) != null) {
                throw new MalformedException(
                        Reason.BAD_VALUE,
                        entry.pointerTo("identity"),
                        "this identity is listed twice; it has one tenant and one role");
            }
        }
        root.end();
        return new FileIdentityRegistry(callers);
    }

    private static Caller caller(ObjectReader entry) {
        Caller caller = new Caller(
                entry.parsed("tenant", TenantId::new),
                entry.parsed("identity", FileIdentityRegistry::identity),
                entry.parsed("role", FileIdentityRegistry::role));
        entry.end();
        return caller;
    }

    /** Only what a certificate could say: anything else would never be found. */
    private static ServiceIdentity identity(String text) {
        try {
            return CertificateIdentity.parse(text);
        } catch (MalformedException refused) {
            throw new MalformedException(
                    Reason.BAD_VALUE, "expected spiffe://trust-domain/path or a lower-case DNS name without wildcards");
        }
    }

    private static Role role(String name) {
        return Stream.of(Role.values())
                .filter(role -> wire(role).equals(name))
                .findFirst()
                .orElseThrow(() -> new MalformedException(
                        Reason.BAD_VALUE,
                        "expected one of "
                                + Stream.of(Role.values())
                                        .map(FileIdentityRegistry::wire)
                                        .collect(Collectors.joining(", "))));
    }

    private static String wire(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
