package dev.exhibit.boundary.identity;

import dev.exhibit.boundary.start.StartDocument;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Identities from a document that is read once:
 * {@code {"identities":[{"identity":"spiffe://…","tenant":"…","role":"pipeline","client":"…"}]}}, where {@code client} names
 * whose tokens the identity may use; without it, the tokens of a client named like the identity. Immutable, so thread-safe.
 */
public final class FileIdentityRegistry implements IdentityRegistry {
    /** The most identities of one document. */
    public static final int MAX_IDENTITIES = 10_000;

    private static final Pattern CLIENT = Pattern.compile("[A-Za-z0-9._:/@-]{1,128}");
    private static final int MIB = 1024 * 1024;
    private static final JsonLimits DOCUMENT = new JsonLimits(32 * MIB, 4, 100_000, 4 * 1024);

    private final Map<ServiceIdentity, Entry> entries;

    private FileIdentityRegistry(Map<ServiceIdentity, Entry> entries) {
        this.entries = Map.copyOf(entries);
    }

    /**
     * One identity of the list.
     *
     * @param caller who it is
     * @param client whose tokens it may use
     */
    public record Entry(Caller caller, String client) {}

    /** All of them, sorted by identity. */
    public List<Entry> listed() {
        return entries.values().stream()
                .sorted(Comparator.comparing(entry -> entry.caller().identity().value()))
                .toList();
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
        return Optional.ofNullable(entries.get(identity)).map(Entry::caller);
    }

    @Override
    public Optional<String> client(ServiceIdentity identity) {
        return Optional.ofNullable(entries.get(identity)).map(Entry::client);
    }

    /** The tenants that are named, sorted, each once. */
    public List<TenantId> tenants() {
        return entries.values().stream()
                .map(entry -> entry.caller().tenant())
                .distinct()
                .sorted(Comparator.comparing(TenantId::value))
                .toList();
    }

    private static FileIdentityRegistry registry(Json document) {
        ObjectReader root = ObjectReader.of(document, "");
        root.required("identities");
        Map<ServiceIdentity, Entry> entries = new HashMap<>();
        for (ObjectReader listed : root.objects("identities", MAX_IDENTITIES)) {
            Entry entry = entry(listed);
            if (entries.put(entry.caller().identity(), entry) != null) {
                throw new MalformedException(
                        Reason.BAD_VALUE,
                        listed.pointerTo("identity"),
                        "this identity is listed twice; it has one tenant and one role");
            }
        }
        root.end();
        requireOneTenantAClient(entries.values());
        return new FileIdentityRegistry(entries);
    }

    /** A client's tokens are for one tenant and one role, whichever of its identities it shows. */
    private static void requireOneTenantAClient(Collection<Entry> entries) {
        Map<String, Caller> clients = new HashMap<>();
        for (Entry entry : entries) {
            Caller other = clients.putIfAbsent(entry.client(), entry.caller());
            if (other != null
                    && (!other.tenant().equals(entry.caller().tenant())
                            || other.role() != entry.caller().role())) {
                throw new MalformedException(
                        Reason.BAD_VALUE, "client " + entry.client() + " has two tenants or two roles");
            }
        }
    }

    private static Entry entry(ObjectReader listed) {
        Caller caller = new Caller(
                listed.parsed("tenant", TenantId::new),
                listed.parsed("identity", FileIdentityRegistry::identity),
                listed.parsed("role", FileIdentityRegistry::role));
        String client = listed.optionalParsed("client", FileIdentityRegistry::clientId)
                .orElse(caller.identity().value());
        listed.end();
        return new Entry(caller, client);
    }

    private static String clientId(String text) {
        if (!CLIENT.matcher(text).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "a client id has 1 to 128 of A-Z a-z 0-9 . _ : / @ -");
        }
        return text;
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
                .filter(role -> role.wire().equals(name))
                .findFirst()
                .orElseThrow(() -> new MalformedException(
                        Reason.BAD_VALUE,
                        "expected one of "
                                + Stream.of(Role.values()).map(Role::wire).collect(Collectors.joining(", "))));
    }
}
