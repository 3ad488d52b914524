package dev.exhibit.boundary.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.store.BucketSettings;
import dev.exhibit.boundary.store.BucketSettings.Encryption;
import dev.exhibit.boundary.store.BucketSettings.Lock;
import dev.exhibit.boundary.store.StoreSettings;
import dev.exhibit.crypto.json.Json;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreSettingsTest {
    private static Json.Obj bucket() {
        return Json.object()
                .with("kind", "s3")
                .with("endpoint", "https://s3.example.org:9000")
                .with("bucket", "evidence")
                .with("accessKey", "file:/run/secrets/access")
                .with("secretKey", "file:/run/secrets/secret");
    }

    private static StoreSettings read(Json.Obj section) {
        return Sample.read(Json.object().with("store", section)).store();
    }

    private static void refused(Json.Obj section, String why) {
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> read(section))
                .withMessageContaining(why);
    }

    @Test
    void withoutTheSectionEvidenceLiesInTheDataDirectory() {
        assertThat(Sample.read("{}").store()).isEqualTo(new StoreSettings.Directory());
        assertThat(read(Json.object().with("kind", "directory"))).isEqualTo(new StoreSettings.Directory());
    }

    @Test
    void aBucketIsReadAndItsSecretsAreNamed() {
        Settings settings = Sample.read(Json.object()
                .with(
                        "store",
                        bucket().with("versioning", true)
                                .with("lockMode", "compliance")
                                .with("lockDays", 30)
                                .with("encryption", "sse-kms")
                                .with("kms", "evidence-key")
                                .with("authorities", "/etc/exhibit/s3.pem")));
        BucketSettings bucket = (BucketSettings) settings.store();
        assertThat(bucket.pathStyle()).isTrue();
        assertThat(bucket.region()).isEqualTo("us-east-1");
        assertThat(bucket.lock()).isEqualTo(Optional.of(new Lock(Lock.Mode.COMPLIANCE, 30)));
        assertThat(bucket.encryption()).isEqualTo(new Encryption.ByKeyService("evidence-key"));
        assertThat(settings.secrets()).containsKeys("store.accessKey", "store.secretKey");
        assertThat(settings.files()).containsKey("store.authorities");
        assertThat(Sample.read(EffectiveSettings.of(settings))).isEqualTo(settings);
    }

    @Test
    void whatContradictsItselfIsRefused() {
        refused(bucket().with("lockMode", "governance"), "given together");
        refused(bucket().with("lockMode", "governance").with("lockDays", 1), "store.lock needs a bucket with versions");
        refused(bucket().with("encryption", "sse-kms"), "kms");
        refused(bucket().with("kms", "k"), "kms");
        refused(Json.object().with("kind", "directory").with("bucket", "evidence"), "bucket");
        refused(bucket().with("endpoint", "https://s3.example.org/path"), "endpoint");
    }

    @ParameterizedTest
    @CsvSource({"Evidence", "ab", "a.b.c", "-abc", "../abc"})
    void bucketsAreNamedAsAllServersUnderstandThem(String name) {
        refused(bucket().with("bucket", name), "expected a bucket");
    }

    @Test
    void withoutTlsOnlyThisMachineIsSpokenToUnlessSaid() {
        refused(bucket().with("endpoint", "http://s3.example.org:9000"), "store.allowHttp");
        assertThat(read(bucket().with("endpoint", "http://127.0.0.1:9000"))).isNotNull();
        assertThat(read(bucket().with("endpoint", "http://s3.example.org:9000").with("allowHttp", true)))
                .isNotNull();
    }

    @Test
    void productionWantsTlsAndEncryption() {
        Json.Obj production = Json.object().with("profile", "production").with("database", Sample.database());
        Json.Obj custody = Json.object().with("revoke", 2).with("destroy", 2);
        Json.Obj all = production
                .with("custody", custody)
                .with("trustRoot", Json.object().with("signer", "/etc/exhibit/root.pem"));
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> Sample.read(all.with("store", bucket())))
                .withMessageContaining("store.encryption");
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> Sample.read(all.with(
                        "store",
                        bucket().with("encryption", "disk")
                                .with("endpoint", "http://s3.example.org")
                                .with("allowHttp", true))))
                .withMessageContaining("https only");
        assertThat(Sample.read(all.with("store", bucket().with("encryption", "disk")))
                        .store())
                .isNotNull();
    }
}
