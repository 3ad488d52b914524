package dev.exhibit.boundary.pki;

import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.Pem;
import dev.exhibit.crypto.x509.Certificate;
import dev.exhibit.crypto.x509.CertificatePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A chain of certificates in a PEM file: one block after the other, and nothing between. */
public final class ChainFile {
    private static final String LABEL = "CERTIFICATE";
    private static final Pattern AFTER_BLOCK = Pattern.compile("(?<=-----END CERTIFICATE-----\\r?\\n)");
    private static final long MAX_BYTES = 64 * 1024;

    private ChainFile() {}

    /** The certificates in their order, 2 to {@link CertificatePath#MAX_LENGTH}. @throws StartRefusedException for anything else */
    public static List<Certificate> read(Path pem) {
        try {
            if (Files.size(pem) > MAX_BYTES) {
                throw new StartRefusedException(pem + " is larger than " + MAX_BYTES + " bytes");
            }
            List<Certificate> chain = Stream.of(AFTER_BLOCK.split(Files.readString(pem)))
                    .map(block -> new Certificate(Pem.decode(LABEL, block)))
                    .toList();
            if (chain.size() < 2 || chain.size() > CertificatePath.MAX_LENGTH) {
                throw new StartRefusedException(pem + " holds " + chain.size() + " certificates; a chain has 2 to "
                        + CertificatePath.MAX_LENGTH + ", the root included");
            }
            return chain;
        } catch (IOException | MalformedException unreadable) {
            throw new StartRefusedException(
                    pem + " is no chain of certificates in PEM: " + unreadable.getMessage(), unreadable);
        }
    }
}
