package dev.exhibit.boundary.register;

import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.CertificateIdentity;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.start.StartDocument;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.jose.JwkSet;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Identities that an operator lists in a document:
 * {@code {"identities":[{"identity":"spiffe://…","tenant":"…","role":"pipeline","client":"…"}]}}, where {@code client} names
 * whose tokens the identity may use; without it, the tokens of a client named like the identity. What is listed and not in
 * the register yet is added to it at each start. Immutable, so thread-safe.
 */
public final class IdentityList {
    /** The most identities of one document. */
    public static final int MAX_IDENTITIES = 10_000;

    private static final int MIB = 1024 * 1024;
    private static final JsonLimits DOCUMENT = new JsonLimits(32 * MIB, 4, 100_000, 4 * 1024);

    private final Map<ServiceIdentity, Entry> entries;

    private IdentityList(Map<ServiceIdentity, Entry> entries) {
        this.entries = Map.copyOf(entries);
    }

    private record Entry(Caller caller, String client) {}

    /** @throws dev.exhibit.boundary.problem.StartRefusedException if anything in the document is wrong, saying where */
    public static IdentityList read(Bytes document) {
        return StartDocument.read("the list of identities", document, DOCUMENT, IdentityList::registry);
    }

    /** @throws dev.exhibit.boundary.problem.StartRefusedException if the file cannot be read or is wrong, saying where */
    public static IdentityList read(Path file) {
        return StartDocument.readFile(file, DOCUMENT, IdentityList::registry);
    }

    /** The clients that are named, each with its identities, sorted by id. */
    public List<RegisteredClient> clients() {
        Map<String, List<Entry>> byClient = entries.values().stream()
                .collect(Collectors.groupingBy(Entry::client, TreeMap::new, Collectors.toList()));
        return byClient.values().stream().map(IdentityList::client).toList();
    }

    private static RegisteredClient client(List<Entry> entries) {
        Entry any = entries.getFirst();
        return new RegisteredClient(
                any.client(),
                any.caller().tenant(),
                any.caller().role(),
                new JwkSet(List.of()),
                true,
                entries.stream().map(entry -> entry.caller().identity()).collect(Collectors.toSet()));
    }

    /** The tenants that are named, sorted, each once. */
    public List<TenantId> tenants() {
        return entries.values().stream()
                .map(entry -> entry.caller().tenant())
                .distinct()
                .sorted(Comparator.comparing(TenantId::value))
                .toList();
    }

    private static IdentityList registry(Json document) {
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
        return new IdentityList(entries);
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
                listed.parsed("identity", IdentityList::identity),
                listed.parsed("role", Role::of));
        String client = listed.optionalParsed("client", RegisteredClient::requireId)
                .orElseGet(() -> RegisteredClient.requireId(caller.identity().value()));
        listed.end();
        return new Entry(caller, client);
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
}
