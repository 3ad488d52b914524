package dev.exhibit.signer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What OpenSSL says of the signer's signatures, with the published key alone. */
class OpenSslSignatureTest extends SignerFixture {
    @TempDir
    Path folder;

    @Test
    void itAcceptsASignatureOverAnArtifact() throws Exception {
        Signed signed = signer.sign(call, message(DIGEST, uploaded(ARTIFACT)));
        assertThat(verify(signed, ARTIFACT)).isEqualTo("Verified OK");
        assertThat(verify(signed, Bytes.utf8("the artifact "))).contains("ailure");
    }

    /** The encoding is spelt out here: DSSE v1.0, "Signature Definition". */
    @Test
    void itAcceptsASignatureOverAStatement() throws Exception {
        Bytes payload = statement(DIGEST);
        Signed signed = signer.sign(call, document(Envelope.IN_TOTO, payload));
        String type = Envelope.IN_TOTO;
        Bytes encoded = Bytes.utf8(
                "DSSEv1 " + type.length() + " " + type + " " + payload.size() + " " + payload.asLenientText());
        assertThat(verify(signed, encoded)).isEqualTo("Verified OK");
        assertThat(verify(signed, payload)).contains("ailure");
    }

    private String verify(Signed signed, Bytes data) throws IOException, InterruptedException {
        Path key = Files.writeString(folder.resolve("key.pem"), signed.key().toPem());
        Path signature = Files.write(
                folder.resolve("signature"), signed.signature().bytes().toArray());
        Path signedData = Files.write(folder.resolve("data"), data.toArray());
        return OpenSsl.ask(
                        "dgst",
                        "-sha256",
                        "-verify",
                        key.toString(),
                        "-signature",
                        signature.toString(),
                        signedData.toString())
                .text()
                .lines()
                .findFirst()
                .orElse("");
    }
}
