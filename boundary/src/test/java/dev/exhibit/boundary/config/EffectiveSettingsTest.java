package dev.exhibit.boundary.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.testing.DocumentTable;
import dev.exhibit.crypto.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is printed as the settings in effect is the settings in effect. */
class EffectiveSettingsTest {
    private static final List<String> LOGINS = List.of(
            "'token':'env:TOKEN'",
            "'appRole':'build','appRoleSecret':'file:/run/id','loginMount':'team/approle'",
            "'kubernetesRole':'build','namespace':'a/b','authorities':'/etc/vault.pem'");
    private static final List<String> VAULTS = List.of(
            "'kind':'file','pemPassword':'file:/run/pem'",
            "'kind':'pkcs11','library':'/lib/p11.so','label':'exhibit keys','pin':'docker:pin'",
            "'kind':'transit','address':'http://127.0.0.1:8200','authorities':'/b.pem','namespace':'a/b',"
                    + "'mount':'sign','token':'file:/run/bao'");
    private static final List<String> STORES = List.of(
            "'kind':'directory'",
            "'kind':'s3','endpoint':'https://s:9','bucket':'one','accessKey':'file:/a','secretKey':'docker:b'",
            "'kind':'s3','endpoint':'http://s:9','region':'eu-1','bucket':'two','prefix':'a/b','accessKey':'file:/a',"
                    + "'secretKey':'file:/b','pathStyle':false,'allowHttp':true,'versioning':true,'lockDays':7,"
                    + "'lockMode':'governance','encryption':'sse-kms','kms':'k','authorities':'/s3.pem'");
    private static final List<String> SERVERS = List.of(
            "'store':'/tls/server.p12','storePassword':'file:/tls/password'",
            "'certificate':'/tls/tls.crt','certificateKey':'kubernetes:tls/tls.key'",
            "'minimumVersion':'1.2'");

    @Test
    void readAgainItMeansTheSame() {
        same(Settings.defaults());
        for (List<String> row :
                DocumentTable.rows("operating/configuration.md", "| key | default | values | meaning |")) {
            if (row.get(2).matches("\\d+ to \\d+")) {
                same(Sample.with(row.get(0), row.get(2).replaceAll(" .*", "")));
            }
        }
        LOGINS.forEach(login -> same(full(login)));
        same(Sample.read(slot()));
    }

    @Test
    void everyKeyIsInIt() {
        Set<String> found = new TreeSet<>();
        LOGINS.forEach(login -> collect(EffectiveSettings.of(full(login)), "", found));
        collect(EffectiveSettings.of(Sample.read(slot())), "", found);
        assertThat(found).containsExactlyInAnyOrderElementsOf(KnownKeys.PATHS);
    }

    private static void same(Settings settings) {
        assertThat(Sample.read(EffectiveSettings.of(settings))).isEqualTo(settings);
    }

    private static String slot() {
        return "{'vault':{'kind':'pkcs11','library':'/lib/p11.so','slot':489423742,'pin':'docker:pin'}}"
                .replace('\'', '"');
    }

    private static Settings full(String login) {
        return Sample.read("""
                {'profile':'development','tenant':'acme',
                 'listen':{'address':'::','port':443,'names':['exhibit.example.org']},
                 'operations':{'address':'10.0.0.7','port':9000},
                 'authority':{'enabled':false,'port':0,'issuer':'https://id.example.org:99'},
                 'database':{'url':'jdbc:postgresql://a/x?sslmode=verify-full','poolSize':3,'signerRole':'s',
                   'migrationPassword':'file:/m','signerPassword':'vault:a/b#c','evidencePassword':'docker:e',
                   'boundaryPassword':'kubernetes:a/b','authorityPassword':'kubernetes:/c/d'},
                 'access':{'audience':'x','origins':['https://a:1','https://b'],'issuers':[
                   {'issuer':'i','jwks':'https://i/keys?x=1','algorithms':['PS256','ES384'],'types':['JWT']},
                   {'issuer':'j','jwks':'file:/j.json','tenantClaim':'org'}]},
                 'replay':{'url':'rediss://c:1','user':'u','password':'file:/r','authorities':'/r.pem'},
                 'sources':{'allow':['https://r:5000','https://t','https://u'],'authorities':'/s.pem','registries':[
                   {'registry':'https://r:5000','user':'u','password':'docker:r','realm':'https://t'},
                   {'registry':'https://u','user':'v','password':'file:/u'}]},
                 'timestamps':{'demand':1,'authorities':'/t.pem','external':[
                   {'name':'one','url':'http://t.example/tsr?x=1','chains':['/1.pem','/2.pem'],'policy':'1.2.3'},
                   {'name':'two','url':'https://u.example:99/','chains':['/3.pem'],'ask':false}]},
                 'predicates':{'own':[{'tenant':'acme','type':'https://acme.example/review/v1',
                     'schema':'/etc/exhibit/review.schema.json','bytes':65536}]},
                 'retention':{'rules':[{'class':'sbom','days':730},{'class':'blob','days':30,'tenant':'acme'}]},
                 'events':{'authorities':'/e.pem','webhooks':[
                   {'name':'one','url':'https://e.example/x?y=1','secret':'file:/w','tenant':'acme'},
                   {'name':'two','url':'https://f.example:99/','secret':'docker:w'}]},
                 'publicLogs':{'address':'::','port':99,'tenants':['acme','b']},
                 'gates':{'producers':[{'predicateType':'https://p/1','needs':'https://p/2','tenant':'acme',
                   'identities':['spiffe://a/b'],'signers':['KEY'],'callers':['spiffe://a/c','spiffe://a/d']}]},
                 'fetch':{'allow':['https://c:2','http://d','10.1.0.0/16','fd00::/8']},
                 'tls':{SERVER,'crl':['/tls/a.crl','/tls/b.crl'],'clientAuthorities':[
                   {'file':'/tls/a.pem','names':['spiffe://edge.test','example.org']},
                   {'file':'/tls/b.pem','names':['spiffe://b.test/x']}],
                   'trustedProxies':['spiffe://edge.test/proxy','proxy.example.org']},
                 'mounted':{'docker':'/a','kubernetes':'/b'},
                 'kv':{'address':'https://v:8200','mount':'kv/two',LOGIN},
                 'vault':{VAULT},
                 'store':{STORE},
                 'traces':{'collector':'http://c:4318','percent':100,'authorities':'/c.pem','token':'docker:t'},
                 'entitlements':{'file':'/e.json','signer':'/e.pem'},
                 'trustRoot':{'signer':'/root.pem'}}""".replace("LOGIN", login)
                .replace("KEY", "sha256:" + "ab".repeat(32))
                .replace("VAULT", VAULTS.get(LOGINS.indexOf(login)))
                .replace("STORE", STORES.get(LOGINS.indexOf(login)))
                .replace("SERVER", SERVERS.get(LOGINS.indexOf(login)))
                .replace('\'', '"'));
    }

    private static void collect(Json value, String path, Set<String> found) {
        boolean section = !KnownKeys.PATHS.contains(path);
        if (section && value instanceof Json.Obj object) {
            for (Map.Entry<String, Json> member : object.members().entrySet()) {
                collect(member.getValue(), path.isEmpty() ? member.getKey() : path + "." + member.getKey(), found);
            }
        } else {
            found.add(path);
        }
    }
}
