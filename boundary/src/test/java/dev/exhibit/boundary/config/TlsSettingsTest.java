package dev.exhibit.boundary.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.tls.CertifiedNames;
import dev.exhibit.boundary.tls.TlsSettings;
import dev.exhibit.boundary.tls.TlsVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The section {@code tls}: what it means, and what is refused with which sentence. */
class TlsSettingsTest {
    private static TlsSettings tls(String section) {
        return Sample.read(("{'tls':{" + section + "}}").replace('\'', '"')).tls();
    }

    @Test
    void withoutTheSectionEverythingIsTheInstallationsOwn() {
        assertThat(Sample.read("{}").tls()).isEqualTo(TlsSettings.usual());
        assertThat(tls("")).isEqualTo(TlsSettings.usual());
        assertThat(TlsSettings.usual().minimumVersion()).isEqualTo(TlsVersion.TLS_1_3);
        assertThat(TlsSettings.usual().trustedProxies()).isEmpty();
    }

    @Test
    void everythingCanBeSaid() {
        TlsSettings tls =
                tls("'certificate':'/t/tls.crt','certificateKey':'kubernetes:t/tls.key','minimumVersion':'1.2',"
                        + "'clientAuthorities':[{'file':'/t/ca.pem','names':['spiffe://a.test','b.test']}],"
                        + "'crl':['/t/ca.crl'],'trustedProxies':['proxy.b.test']");
        assertThat(tls.clientAuthorities())
                .containsExactly(new TlsSettings.Authority(
                        Path.of("/t/ca.pem"), new CertifiedNames.Foreign(Set.of("spiffe://a.test", "b.test"))));
        assertThat(tls.revocationLists()).containsExactly(Path.of("/t/ca.crl"));
        assertThat(tls.minimumVersion()).isEqualTo(TlsVersion.TLS_1_2);
        assertThat(tls.trustedProxies()).containsExactly(new ServiceIdentity("proxy.b.test"));
        assertThat(tls.files())
                .containsOnlyKeys("tls.certificate", "tls.clientAuthorities 1", "tls.crl 1")
                .containsValue(Path.of("/t/tls.crt"));
        assertThat(tls.secrets()).containsOnlyKeys("tls.certificateKey");
    }

    @Test
    void whatIsWrongIsSaidWithItsKey() {
        refused("'stores':'/a'", "tls.stores: unknown key; did you mean store?");
        refused("'minimumVersion':'1.1'", "tls.minimumVersion: expected \"1.3\" or \"1.2\"");
        refused("'store':'a.p12','storePassword':'docker:a'", "tls.store: expected an absolute path");
        refused("'store':'/a.p12'", "tls.storePassword");
        refused("'certificate':'/a.pem'", "tls.certificateKey");
        refused("'certificateKey':'docker:a'", "tls.certificateKey");
        refused("'storePassword':'docker:a'", "tls.storePassword");
        refused(
                "'store':'/a','storePassword':'docker:a','certificate':'/b','certificateKey':'docker:b'",
                "expected one of store and certificate");
        refused("'certificate':'/a','certificateKey':'/b'", "a secret does not stand in the configuration");
        refused("'clientAuthorities':[{'names':['a.test']}]", "file");
        refused("'clientAuthorities':[{'file':'/a','name':['a.test']}]", "name");
        refused("'clientAuthorities':[{'file':'/a'},{'file':'/a'}]", "tls.clientAuthorities: one file is listed twice");
        refused("'crl':['/a','/a']", "tls.crl: one is given twice");
        refused("'trustedProxies':['SPIFFE://a.test/b']", "tls.trustedProxies: expected a SPIFFE id");
    }

    @Test
    void noForeignAuthorityCertifiesOurNames() {
        for (String name : List.of(
                "spiffe://exhibit.internal",
                "spiffe://exhibit.internal/tenant/acme",
                "exhibit.internal",
                "a.exhibit.internal")) {
            refused("'clientAuthorities':[{'file':'/a','names':['" + name + "']}]", "by the installation itself only");
        }
        for (String name : List.of("", "*.example.org", "https://a.test", "spiffe://", "spiffe://a.test/", "A.test")) {
            refused("'clientAuthorities':[{'file':'/a','names':['" + name + "']}]", "expected names such as");
        }
    }

    @Test
    void nobodyCanPoseAsAProxy() {
        refused("'trustedProxies':['proxy.a.test']", "none of tls.clientAuthorities may certify proxy.a.test");
        refused(
                "'clientAuthorities':[{'file':'/a'}],'trustedProxies':['proxy.a.test']",
                "must say with names whom it may certify");
        refused(
                "'clientAuthorities':[{'file':'/a','names':['b.test']}],'trustedProxies':['proxy.a.test']",
                "may certify proxy.a.test");
        refused(
                "'clientAuthorities':[{'file':'/a','names':['b.test']}],"
                        + "'trustedProxies':['spiffe://exhibit.internal/tenant/acme/proxy']",
                "choose names under the installation's");
    }

    private static void refused(String section, String why) {
        assertThatThrownBy(() -> tls(section))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining(why);
    }
}
