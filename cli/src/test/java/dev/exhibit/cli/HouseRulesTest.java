package dev.exhibit.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules of the house that a program can check: see ARCHITECTURE.md. */
class HouseRulesTest {
    private static JavaClasses house = new ClassFileImporter().importPackages();

    @BeforeAll
    static void read() {
        house = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("dev.exhibit");
    }

    @Test
    void roomsDependOnEachOtherAsTheMapSays() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("shared-crypto")
                .definedBy("dev.exhibit.crypto..")
                .layer("boundary")
                .definedBy("dev.exhibit.boundary..")
                .layer("signer")
                .definedBy("dev.exhibit.signer..")
                .layer("evidence-store")
                .definedBy("dev.exhibit.evidence..")
                .layer("attestor")
                .definedBy("dev.exhibit.attestor..")
                .layer("authority")
                .definedBy("dev.exhibit.authority..")
                .layer("client")
                .definedBy("dev.exhibit.client..")
                .layer("keyless")
                .definedBy("dev.exhibit.keyless..")
                .layer("cli")
                .definedBy("dev.exhibit.cli..")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("signer")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("attestor")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("evidence-store")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("client")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("boundary")
                .mayOnlyBeAccessedByLayers("signer", "evidence-store", "attestor", "authority", "cli")
                .whereLayer("authority")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("keyless")
                .mayOnlyBeAccessedByLayers("cli")
                .check(house);
    }

    @Test
    void packagesHaveNoCircles() {
        slices().matching("dev.exhibit.(*).(**)").should().beFreeOfCycles().check(house);
    }

    @Test
    void librariesStayInTheirRooms() {
        only("io.helidon..", "dev.exhibit.boundary..");
        only("org.jdbi..", "dev.exhibit.boundary.database..", "dev.exhibit.boundary.audit..", "..index..");
        only("java.sql..", "dev.exhibit.boundary.database..", "..index..");
        only("picocli..", "dev.exhibit.cli..");
        only("com.fasterxml.jackson..", "dev.exhibit.crypto.json..");
        only(
                "org.bouncycastle..",
                "dev.exhibit.crypto..",
                "dev.exhibit.boundary.pki..",
                "dev.exhibit.boundary.vault..");
        only("io.minio..", "dev.exhibit.evidence.blob.s3..");
        only("okhttp3..", "dev.exhibit.evidence.blob.s3..");
        only("io.github.resilience4j..", "dev.exhibit.boundary.limit..");
        only("redis.clients..", "dev.exhibit.boundary.token.valkey..");
        only("org.apache.commons.pool2..", "dev.exhibit.boundary.token.valkey..");
        only("io.micrometer..", "dev.exhibit.boundary.metrics..");
        only("io.prometheus..", "dev.exhibit.boundary.metrics..");
        only("io.opentelemetry..", "dev.exhibit.boundary.trace..");
        only("dev.sigstore..", "dev.exhibit.keyless..");
        only("io.grpc..", "dev.exhibit.keyless..");
        only("com.google..", "dev.exhibit.keyless..", "dev.exhibit.evidence.policy..");
        only("dev.cel..", "dev.exhibit.evidence.policy..");
        only("io.github.nscuro..", "dev.exhibit.evidence.version..");
        only("com.github.packageurl..", "dev.exhibit.evidence.version..");
        only("com.sun.net.httpserver..", "nowhere");
    }

    @Test
    void primitivesOfCryptographyStayInSharedCrypto() {
        Set<String> primitives = Set.of(
                "java.security.MessageDigest", "java.security.Signature", "java.util.Base64", "javax.crypto.Mac");
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.exhibit.crypto..")
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "creates a primitive",
                        (JavaCall<?> call) ->
                                primitives.contains(call.getTargetOwner().getName())
                                        && call.getName().startsWith("get")))
                .check(house);
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.exhibit.crypto.key..",
                        "dev.exhibit.boundary.vault..",
                        "dev.exhibit.boundary.pki..",
                        "dev.exhibit.boundary.tls..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.security.PrivateKey")
                .check(house);
    }

    @Test
    void clocksRandomnessAndThreadsComeFromTheCompositionRoot() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.exhibit.cli..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .callConstructor(java.security.SecureRandom.class)
                .orShould()
                .callConstructor(java.util.Random.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(house);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Util|Utils|Helper|Manager|Common)")
                .orShould()
                .haveSimpleNameStartingWith("Abstract")
                .check(house);
    }

    @Test
    void recordsHoldNoArrays() {
        fields().that()
                .areDeclaredInClassesThat(DescribedPredicate.describe("are records", JavaClass::isRecord))
                .and()
                .areNotStatic()
                .should()
                .notHaveRawType(byte[].class)
                .check(house);
    }

    @Test
    void verificationAnswersWithEvidenceAndNotWithABoolean() {
        methods()
                .that(DescribedPredicate.describe(
                        "verify something",
                        (JavaMethod method) -> method.getName().startsWith("verify")))
                .should()
                .notHaveRawReturnType(boolean.class)
                .check(house);
    }

    @Test
    void everyPackageIsNullMarked() {
        classes()
                .that()
                .haveSimpleName("package-info")
                .should()
                .beAnnotatedWith(org.jspecify.annotations.NullMarked.class)
                .check(house);
    }

    private static void only(String library, String... rooms) {
        noClasses()
                .that()
                .resideOutsideOfPackages(rooms)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(house);
    }
}
