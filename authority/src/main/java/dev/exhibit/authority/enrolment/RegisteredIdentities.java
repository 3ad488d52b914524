package dev.exhibit.authority.enrolment;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.register.Register;
import dev.exhibit.crypto.json.Json;
import java.time.Instant;

/**
 * {@link AdmittedIdentities} in the register of the installation.
 *
 * @param register of tenants, clients and identities
 */
public record RegisteredIdentities(Register register) implements AdmittedIdentities {
    @Override
    public Admission admit(Call call, ServiceIdentity identity, String client) {
        return outcome(() -> register.addIdentity(call, identity, client));
    }

    @Override
    public Admission admitJob(Call call, ServiceIdentity identity, String client, Instant expires, Json.Obj claims) {
        return outcome(() -> register.admitJob(call, identity, client, expires, claims));
    }

    private static Admission outcome(Runnable change) {
        try {
            change.run();
            return Admission.ADMITTED;
        } catch (ProblemException refused) {
            if (refused.code() == ProblemCode.ALREADY_REGISTERED) {
                return Admission.TAKEN;
            }
            if (refused.code() == ProblemCode.NOT_FOUND) {
                return Admission.NO_CLIENT;
            }
            throw refused;
        }
    }
}
