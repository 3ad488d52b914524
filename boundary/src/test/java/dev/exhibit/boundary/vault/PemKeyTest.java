package dev.exhibit.boundary.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.boundary.testing.Canary;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.encoding.Pem;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.SigningKey;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.SigningPermit;
import dev.exhibit.crypto.vault.Vault;
import dev.exhibit.crypto.vault.VaultUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.util.PBKDF2Config;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.jcajce.JcaPKCS8EncryptedPrivateKeyInfoBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that an operator brings as PEM files. */
class PemKeyTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String PASSWORD = Canary.of("pem");
    private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";

    @TempDir
    private Path folder = Path.of("");

    private final KeyPair pair = SigningKey.generatePair(RANDOM);
    private final VerificationKey key = VerificationKey.of(pair.getPublic());

    private Vault vault(String password) {
        return plain().withPem(new VaultSecret(ignored -> password, SecretReference.parse("file:/pem")));
    }

    private FileVault plain() {
        return new FileVault(folder, "of the other files", RANDOM);
    }

    private static Bytes encrypted(KeyPair keys, AlgorithmIdentifier derivation) throws Exception {
        OutputEncryptor encryptor = new JcePKCSPBEOutputEncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                .setProvider(new BouncyCastleProvider())
                .setPRF(derivation)
                .build(PASSWORD.toCharArray());
        return Bytes.owned(new JcaPKCS8EncryptedPrivateKeyInfoBuilder(keys.getPrivate())
                .build(encryptor)
                .getEncoded());
    }

    private static String pem(KeyPair keys) throws Exception {
        return Pem.encode(ENCRYPTED, encrypted(keys, PBKDF2Config.PRF_SHA256));
    }

    private Path bring(KeyId id, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(id.hex() + ".pem"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static void isUnavailable(Vault vault, KeyId id) {
        assertThatThrownBy(() -> vault.find(id)).isInstanceOf(VaultUnavailableException.class);
        SigningPermit permit = new SigningPermit(UUID.randomUUID(), id, Hashing.of(Bytes.empty()));
        assertThatThrownBy(() -> vault.sign(permit)).isInstanceOf(VaultUnavailableException.class);
    }

    @Test
    void anEncryptedKeySignsUntilItIsDestroyed() throws Exception {
        Path file = bring(key.id(), pem(pair));
        Vault vault = vault(PASSWORD);
        assertThat(vault.find(key.id())).contains(key);
        Digest digest = Hashing.of(Bytes.utf8("something"));
        key.verify(digest, vault.sign(new SigningPermit(UUID.randomUUID(), key.id(), digest)));
        vault.destroy(key.id());
        assertThat(file).doesNotExist();
        assertThat(vault.find(key.id())).isEmpty();
    }

    @Test
    void otherHashesOfTheDerivationAreRead() throws Exception {
        bring(key.id(), Pem.encode(ENCRYPTED, encrypted(pair, PBKDF2Config.PRF_SHA512)));
        assertThat(vault(PASSWORD).find(key.id())).contains(key);
    }

    @Test
    void anotherPasswordOrNoneDoesNotOpenIt() throws Exception {
        bring(key.id(), pem(pair));
        isUnavailable(vault("another password"), key.id());
        isUnavailable(plain(), key.id());
    }

    @Test
    void aKeyThatIsNotEncryptedIsRefused() throws IOException {
        Bytes bare = Bytes.owned(pair.getPrivate().getEncoded());
        bring(key.id(), Pem.encode("PRIVATE KEY", bare));
        isUnavailable(vault(PASSWORD), key.id());
        bring(key.id(), Pem.encode(ENCRYPTED, bare));
        isUnavailable(vault(PASSWORD), key.id());
    }

    @Test
    void aKeyThatOthersMayReadOrUnderAnotherNameIsRefused() throws Exception {
        String text = pem(pair);
        KeyId other = new KeyId(Hashing.of(Bytes.utf8("other")));
        bring(other, text);
        isUnavailable(vault(PASSWORD), other);
        Path file = bring(key.id(), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        isUnavailable(vault(PASSWORD), key.id());
    }

    /** No parameters of the encryption, those of another one, and none that are known. */
    @Test
    void anEncryptionThatIsNotUnderstoodIsUnavailable() throws IOException {
        for (String algorithm : List.of(
                "300b06092a864886f70d01050d",
                "300d06092a864886f70d01050d0500",
                "300d06092a864886f70d0105030500",
                "300806062a0304050607")) {
            Bytes der = Hex.decode("30" + length(algorithm) + algorithm + "04100123456789abcdef0123456789abcdef");
            bring(key.id(), Pem.encode(ENCRYPTED, der));
            isUnavailable(vault(PASSWORD), key.id());
        }
    }

    private static String length(String algorithm) {
        return Hex.encode(Bytes.owned(new byte[] {(byte) (algorithm.length() / 2 + 18)}));
    }

    @Test
    void aKeyOfAnotherKindIsRefused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(384);
        bring(key.id(), pem(generator.generateKeyPair()));
        isUnavailable(vault(PASSWORD), key.id());
        KeyPair edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        bring(key.id(), pem(edwards));
        isUnavailable(vault(PASSWORD), key.id());
    }
}
