package dev.exhibit.attestor.predicate;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The predicate types that the attestor knows. Each checks what its specification demands; further members pass. */
public enum PredicateType {
    /** SLSA provenance v1 ({@code slsa.dev/spec/v1.0/provenance}). */
    SLSA_PROVENANCE(PredicateTypes.SLSA_PROVENANCE, "slsaprovenance1") {
        @Override
        void check(ObjectReader predicate) {
            ObjectReader definition = predicate.object("buildDefinition");
            definition.parsed("buildType", PredicateType::uri);
            definition.object("externalParameters");
            definition.objects("resolvedDependencies", MAX_DEPENDENCIES);
            predicate.object("runDetails").object("builder").parsed("id", PredicateType::uri);
        }
    },

    /** A CycloneDX bill of materials ({@code cyclonedx.org}), 1.4 to 1.7. */
    CYCLONEDX_BOM(PredicateTypes.CYCLONEDX_BOM, "cyclonedx") {
        @Override
        void check(ObjectReader predicate) {
            predicate.parsed("bomFormat", text -> oneOf(Set.of("CycloneDX"), text));
            predicate.parsed("specVersion", text -> oneOf(Set.of("1.4", "1.5", "1.6", "1.7"), text));
            for (ObjectReader component : predicate.objects("components", MAX_DEPENDENCIES)) {
                component.text("type");
                component.text("name");
            }
        }
    };

    private static final int MAX_DEPENDENCIES = 100_000;

    private final String uri;
    private final String alias;

    PredicateType(String uri, String alias) {
        this.uri = uri;
        this.alias = alias;
    }

    /** The type named by {@code uri}, if it is known. */
    public static Optional<PredicateType> find(String uri) {
        return Arrays.stream(values()).filter(type -> type.uri.equals(uri)).findFirst();
    }

    /** The URI that statements carry. */
    public String uri() {
        return uri;
    }

    /** The short name that command lines use, the same as cosign's. */
    public String alias() {
        return alias;
    }

    /**
     * Checks {@code predicate} against this type.
     *
     * @throws MalformedException with a pointer into the predicate
     */
    public void check(Json.Obj predicate) {
        check(ObjectReader.of(predicate, "/predicate"));
    }

    abstract void check(ObjectReader predicate);

    private static String uri(String text) {
        if (!text.matches("[A-Za-z][A-Za-z0-9+.-]*:[\\x21-\\x7E]+")) {
            throw new MalformedException(Reason.BAD_VALUE, "expected an absolute URI");
        }
        return text;
    }

    private static String oneOf(Set<String> allowed, String text) {
        if (!allowed.contains(text)) {
            throw new MalformedException(
                    Reason.BAD_VALUE,
                    "expected one of " + allowed.stream().sorted().toList());
        }
        return text;
    }
}
