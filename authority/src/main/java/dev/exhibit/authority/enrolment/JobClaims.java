package dev.exhibit.authority.enrolment;

import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonPointer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What CI systems say about their jobs: what is kept of it for the provenance, and which jobs never enrol. The names are
 * those of GitHub's and GitLab's tokens and of the service account tokens of Kubernetes; {@code docs/operating/enrolment.md}
 * lists them.
 */
final class JobClaims {
    private static final int MAX_TEXT = 512;

    /** In the order in which they are kept. */
    static final List<String> KEPT = List.of(
            "iss",
            "sub",
            "repository",
            "repository_id",
            "repository_owner",
            "repository_owner_id",
            "repository_visibility",
            "project_path",
            "project_id",
            "namespace_path",
            "namespace_id",
            "ref",
            "ref_type",
            "ref_protected",
            "sha",
            "environment",
            "event_name",
            "pipeline_source",
            "workflow_ref",
            "workflow_sha",
            "job_workflow_ref",
            "job_workflow_sha",
            "ci_config_ref_uri",
            "ci_config_sha",
            "run_id",
            "run_number",
            "run_attempt",
            "pipeline_id",
            "job_id",
            "actor",
            "actor_id",
            "user_login",
            "user_id",
            "runner_environment",
            "/kubernetes.io/namespace",
            "/kubernetes.io/serviceaccount/name",
            "/kubernetes.io/serviceaccount/uid",
            "/kubernetes.io/pod/name",
            "/kubernetes.io/pod/uid");

    private static final String PULL_REQUEST = "pull_request";
    private static final Set<String> MERGE_REQUESTS = Set.of("merge_request_event", "external_pull_request_event");
    private static final List<String> MERGE_REFS = List.of("refs/pull/", "refs/merge-requests/");

    private JobClaims() {}

    /** The facts to be kept: strings and booleans, a pointer as name where the claim is nested. */
    static Json.Obj kept(Json claims) {
        Json.Obj kept = Json.object();
        for (String name : KEPT) {
            Optional<Json> value = value(claims, name).filter(JobClaims::isKept);
            kept = value.isPresent() ? kept.with(name, value.get()) : kept;
        }
        return kept;
    }

    /**
     * Whether the job runs what somebody proposes. No claim of GitHub says from which repository the head of a pull
     * request comes, and {@code pull_request_target} looks like a push to the branch, so none of them is told apart.
     */
    static boolean isPullRequest(Json claims) {
        boolean event = text(claims, "event_name").startsWith(PULL_REQUEST);
        boolean source = MERGE_REQUESTS.contains(text(claims, "pipeline_source"));
        boolean reference = MERGE_REFS.stream()
                .anyMatch(prefix -> text(claims, "ref").startsWith(prefix)
                        || text(claims, "ref_path").startsWith(prefix));
        return event || source || reference;
    }

    private static boolean isKept(Json value) {
        return value instanceof Json.Bool
                || (value instanceof Json.Text text && text.value().length() <= MAX_TEXT);
    }

    private static String text(Json claims, String name) {
        return value(claims, name)
                .filter(Json.Text.class::isInstance)
                .map(found -> ((Json.Text) found).value())
                .orElse("");
    }

    private static Optional<Json> value(Json claims, String name) {
        JsonPointer place = name.startsWith("/") ? JsonPointer.parse(name) : new JsonPointer(List.of(name));
        return place.in(claims);
    }
}
