package dev.exhibit.authority.enrolment;

import dev.exhibit.boundary.testing.TestJwt;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.jose.JwkSet;
import dev.exhibit.crypto.jose.JwsAlgorithm;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A CI system that vouches for its jobs with RS256, in the shapes of claims that the real ones use. */
public final class JobIssuer {
    public static final String GITHUB = "https://token.actions.githubusercontent.com";
    public static final String GITLAB = "https://gitlab.com";
    public static final String CLUSTER = "https://kubernetes.default.svc.cluster.local";

    private static final ThrowawayKey KEY = ThrowawayKey.make("RSA", "SHA256withRSA");
    private static final String KEY_ID = "38826b17-6a30-5f9b-b169-8beb8202f723";

    private JobIssuer() {}

    public static JwkSet keys() {
        return new JwkSet(List.of(new Jwk(KEY.published(), Optional.of(KEY_ID), Optional.of(JwsAlgorithm.RS256))));
    }

    /** As GitHub's documentation shows it, for a push to main of acme/app in the environment production. */
    public static TestJwt github(String audience, Instant now) {
        Json.Obj claims = Json.object()
                .with("jti", UUID.randomUUID().toString())
                .with("sub", "repo:acme/app:environment:production")
                .with("environment", "production")
                .with("aud", audience)
                .with("ref", "refs/heads/main")
                .with("sha", "5e1a4c2f4b8d3a6e9f7b1c0d2e4f6a8b0c2d4e6f")
                .with("repository", "acme/app")
                .with("repository_owner", "acme")
                .with("actor_id", "12")
                .with("repository_visibility", "private")
                .with("repository_id", "74")
                .with("repository_owner_id", "65")
                .with("run_id", "9412345678")
                .with("run_number", "10")
                .with("run_attempt", "2")
                .with("runner_environment", "github-hosted")
                .with("actor", "octocat")
                .with("workflow", "release")
                .with("workflow_ref", "acme/app/.github/workflows/release.yml@refs/heads/main")
                .with("workflow_sha", "5e1a4c2f4b8d3a6e9f7b1c0d2e4f6a8b0c2d4e6f")
                .with("head_ref", "")
                .with("base_ref", "")
                .with("event_name", "push")
                .with("ref_protected", "true")
                .with("ref_type", "branch")
                .with("job_workflow_ref", "acme/app/.github/workflows/release.yml@refs/heads/main")
                .with("job_workflow_sha", "5e1a4c2f4b8d3a6e9f7b1c0d2e4f6a8b0c2d4e6f")
                .with("iss", GITHUB)
                .with("nbf", now.minusSeconds(600).getEpochSecond())
                .with("exp", now.plusSeconds(300).getEpochSecond())
                .with("iat", now.getEpochSecond());
        return signed(Json.object().with("typ", "JWT").with("x5t", "ykNaY4qM_ta4k2TgZOCEYLkcYlA"), claims);
    }

    /** As GitLab's documentation shows it, for a protected branch. */
    public static TestJwt gitlab(String audience, Instant now) {
        Json.Obj claims = Json.object()
                .with("namespace_id", "72")
                .with("namespace_path", "acme")
                .with("project_id", "20")
                .with("project_path", "acme/app")
                .with("user_id", "1")
                .with("user_login", "sample-user")
                .with("user_email", "sample-user@example.com")
                .with("user_identities", Json.array(List.of(Json.object().with("provider", "github"))))
                .with("pipeline_id", "574")
                .with("pipeline_source", "push")
                .with("job_id", "302")
                .with("ref", "main")
                .with("ref_type", "branch")
                .with("ref_path", "refs/heads/main")
                .with("ref_protected", "true")
                .with("groups_direct", Json.texts(List.of("acme")))
                .with("environment", "production")
                .with("environment_protected", "true")
                .with("runner_id", 1)
                .with("runner_environment", "self-hosted")
                .with("sha", "714a629c0b401fdce83e847fc9589983fc6f46bc")
                .with("ci_config_ref_uri", "gitlab.com/acme/app//.gitlab-ci.yml@refs/heads/main")
                .with("jti", UUID.randomUUID().toString())
                .with("iss", GITLAB)
                .with("iat", now.getEpochSecond())
                .with("nbf", now.minusSeconds(5).getEpochSecond())
                .with("exp", now.plusSeconds(3600).getEpochSecond())
                .with("sub", "project_path:acme/app:ref_type:branch:ref:main")
                .with("aud", audience);
        return signed(Json.object().with("typ", "JWT"), claims);
    }

    /** As Kubernetes projects it into a pod. */
    public static TestJwt kubernetes(String audience, Instant now) {
        Json.Obj bound = Json.object()
                .with("namespace", "release")
                .with("node", Json.object().with("name", "n1").with("uid", "646e7c5e"))
                .with("pod", Json.object().with("name", "builder-1").with("uid", "5e0bd49b"))
                .with("serviceaccount", Json.object().with("name", "builder").with("uid", "14ee3fa4"))
                .with("warnafter", now.plusSeconds(3000).getEpochSecond());
        Json.Obj claims = Json.object()
                .with("aud", Json.texts(List.of(audience)))
                .with("exp", now.plusSeconds(3600).getEpochSecond())
                .with("iat", now.getEpochSecond())
                .with("iss", CLUSTER)
                .with("jti", UUID.randomUUID().toString())
                .with("kubernetes.io", bound)
                .with("nbf", now.getEpochSecond())
                .with("sub", "system:serviceaccount:release:builder");
        return signed(Json.object(), claims);
    }

    private static TestJwt signed(Json.Obj header, Json.Obj claims) {
        return TestJwt.signedBy(ThrowawayKey.p256(), header.with("kid", KEY_ID), claims)
                .signedBy(JwsAlgorithm.RS256, KEY);
    }
}
