package dev.exhibit.boundary.config;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Every key of the configuration; each has a row in {@code docs/operating/configuration.md}. */
final class KnownKeys {
    /** Keys with values, by their path. */
    static final List<String> PATHS = List.of(
            "profile",
            "tenant",
            "listen.address",
            "listen.port",
            "listen.names",
            "operations.address",
            "operations.port",
            "authority.enabled",
            "authority.address",
            "authority.port",
            "authority.issuer",
            "database.url",
            "database.migrationRole",
            "database.migrationPassword",
            "database.signerRole",
            "database.signerPassword",
            "database.evidenceRole",
            "database.evidencePassword",
            "database.authorityRole",
            "database.authorityPassword",
            "database.boundaryRole",
            "database.boundaryPassword",
            "database.poolSize",
            "access.audience",
            "access.origins",
            "access.issuers",
            "replay.url",
            "replay.user",
            "replay.password",
            "replay.authorities",
            "registry.approvals",
            "custody.prepare",
            "custody.activate",
            "custody.taint",
            "custody.revoke",
            "custody.destroy",
            "gates.producers",
            "predicates.own",
            "retention.rules",
            "scrub.days",
            "fetch.allow",
            "sources.allow",
            "sources.registries",
            "sources.authorities",
            "events.webhooks",
            "events.authorities",
            "publicLogs.address",
            "publicLogs.port",
            "publicLogs.tenants",
            "timestamps.external",
            "timestamps.demand",
            "timestamps.authorities",
            "tls.store",
            "tls.storePassword",
            "tls.certificate",
            "tls.certificateKey",
            "tls.clientAuthorities",
            "tls.crl",
            "tls.minimumVersion",
            "tls.trustedProxies",
            "mounted.docker",
            "mounted.kubernetes",
            "kv.address",
            "kv.authorities",
            "kv.namespace",
            "kv.mount",
            "kv.token",
            "kv.appRole",
            "kv.appRoleSecret",
            "kv.kubernetesRole",
            "kv.kubernetesToken",
            "kv.loginMount",
            "vault.kind",
            "vault.pemPassword",
            "vault.library",
            "vault.label",
            "vault.slot",
            "vault.pin",
            "vault.address",
            "vault.authorities",
            "vault.namespace",
            "vault.mount",
            "vault.token",
            "store.kind",
            "store.endpoint",
            "store.region",
            "store.bucket",
            "store.prefix",
            "store.accessKey",
            "store.secretKey",
            "store.pathStyle",
            "store.allowHttp",
            "store.versioning",
            "store.lockMode",
            "store.lockDays",
            "store.encryption",
            "store.kms",
            "store.authorities",
            "traces.collector",
            "traces.authorities",
            "traces.percent",
            "traces.token",
            "entitlements.file",
            "entitlements.signer",
            "trustRoot.signer",
            "limits.artifactBytes",
            "limits.intentSeconds",
            "limits.connections",
            "limits.connectionsPerAddress",
            "limits.concurrentRequests",
            "limits.concurrentStreams",
            "limits.tenantSharePercent",
            "limits.callerSharePercent",
            "limits.tenantRequestsPerSecond",
            "limits.callerRequestsPerSecond",
            "limits.handshakeSeconds",
            "limits.headerSeconds",
            "limits.idleSeconds",
            "limits.bodySilenceSeconds",
            "limits.bodyGraceSeconds",
            "limits.answerStallSeconds",
            "limits.accessLifetimeSeconds",
            "limits.proofAgeSeconds",
            "limits.nonceSeconds",
            "limits.issuerDownSeconds",
            "limits.issuanceRequests");

    private KnownKeys() {}

    /** @throws MalformedException at the first key that is not known where it stands */
    static void check(Json document) {
        check(document, "", "");
    }

    /** The same for an item of a list. @throws MalformedException at the first member that is not known */
    static void demand(ObjectReader given, Set<String> known) {
        for (String name : given.names()) {
            if (!known.contains(name)) {
                throw new MalformedException(
                        Reason.UNKNOWN_MEMBER, given.pointerTo(name), "unknown key; " + hint(name, known));
            }
        }
    }

    private static void check(Json value, String prefix, String pointer) {
        if (!(value instanceof Json.Obj section)) {
            return;
        }
        Set<String> known = after(prefix);
        for (Map.Entry<String, Json> member : section.members().entrySet()) {
            String name = member.getKey();
            String place = pointer + "/" + ObjectReader.escape(name);
            if (!known.contains(name)) {
                throw new MalformedException(Reason.UNKNOWN_MEMBER, place, "unknown key; " + hint(name, known));
            }
            if (!PATHS.contains(prefix + name)) {
                check(member.getValue(), prefix + name + ".", place);
            }
        }
    }

    private static String hint(String name, Set<String> known) {
        return Spelling.closest(name, known)
                .map(close -> "did you mean " + close + "?")
                .orElseGet(() -> "known here: " + String.join(", ", known));
    }

    private static Set<String> after(String prefix) {
        Set<String> names = new TreeSet<>();
        for (String path : PATHS) {
            if (path.startsWith(prefix)) {
                names.add(path.substring(prefix.length()).split("\\.", 2)[0]);
            }
        }
        return names;
    }
}
