package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.cli.context.Context;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import java.time.InstantSource;
import java.util.List;

/** Registers clients through the API of a running service, as a tenant's administrator does. */
record Administrator(Context context, OtherCertificates certificates, String tenant) {

    /** A client of its own role with an identity and a certificate for it. */
    Context register(String name, String role) {
        post(
                "/v1/clients",
                Json.object()
                        .with("client", client(name))
                        .with("role", role)
                        .with("identities", Json.texts(List.of(identity(tenant, name)))),
                201);
        return certificates.of(tenant, name, client(name), InstantSource.system());
    }

    /** Makes a tenant; to be asked of an administrator of the installation's own. */
    Administrator found(String other) {
        post("/v1/tenants", Json.object().with("tenant", other).with("administrator", identity(other, "admin")), 201);
        Context admin = certificates.of(other, "admin", identity(other, "admin"), InstantSource.system());
        return new Administrator(admin, certificates, other);
    }

    RawClient.Reply post(String path, Json.Obj document, int expected) {
        RawClient.Reply reply =
                Requests.json(context, "POST", path, CanonicalJson.of(document).bytes());
        assertThat(reply.status()).as(reply.text()).isEqualTo(expected);
        return reply;
    }

    String client(String name) {
        return tenant + "-" + name;
    }

    static String identity(String tenant, String name) {
        return "spiffe://exhibit.internal/tenant/" + tenant + "/" + name;
    }
}
