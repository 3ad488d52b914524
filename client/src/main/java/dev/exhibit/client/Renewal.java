package dev.exhibit.client;

import dev.exhibit.crypto.key.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Renews the certificate of a connection that names where, by the certificate before, for a new key. Of several threads and
 * processes with one file, one renews and the others go on with what they have, which is still good. Thread-safe.
 */
public final class Renewal {
    /** Who failed does not try again with every request. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final Connection connection;
    private final ClientKeyFile file;
    private final ClientParts parts;
    private final ReentrantLock busy = new ReentrantLock();
    private volatile Instant next = Instant.MIN;

    public Renewal(Connection connection, ClientParts parts) {
        this.connection = connection;
        this.file = ClientKeyFile.of(connection);
        this.parts = parts;
    }

    /**
     * Renews now, however much is left.
     *
     * @return the new certificate; empty while another process renews it
     * @throws ClientProblem if the authority refuses or does not answer: nothing has changed
     * @throws IllegalArgumentException if the connection does not say where it is renewed
     */
    public Optional<Enrolled> now() {
        if (file.read().hasEnded(parts.clock().instant())) {
            throw ClientProblem.certificateEnded(file.read().end());
        }
        return alone(() -> Optional.of(renew()));
    }

    /** Renews if that is due, may be done, and nobody else does; a failure is only told, as what is held still counts. */
    void ifDue(ClientKeyFile.Held held) {
        Instant now = parts.clock().instant();
        if (connection.enrolment().isEmpty() || !held.isDue(now) || now.isBefore(next) || !busy.tryLock()) {
            return;
        }
        try {
            // Another process may have been first: then there is something fresh to be read.
            alone(() -> file.read().isDue(now) ? Optional.of(renew()) : Optional.empty());
        } catch (ClientProblem | UncheckedIOException | IllegalArgumentException failed) {
            next = now.plus(PAUSE);
            parts.warnings()
                    .accept("the client certificate, good until " + held.end() + ", could not be renewed: "
                            + failed.getMessage());
        } finally {
            busy.unlock();
        }
    }

    private Enrolled renew() {
        KeyPair pair = SigningKey.generatePair(parts.random());
        try (EnrolmentClient authority = EnrolmentClient.renewing(connection)) {
            Enrolled enrolled = authority.enrol(new EnrolmentProof.Certificate(), new SigningKey(pair));
            file.replace(pair, enrolled.chain());
            return enrolled;
        }
    }

    private interface Work {
        Optional<Enrolled> run();
    }

    /** The lock is of the process and ends with it, so that none is left behind by one that was killed. */
    private Optional<Enrolled> alone(Work work) {
        try (FileChannel channel = FileChannel.open(
                        file.lockFile(),
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                FileLock lock = channel.tryLock()) {
            return lock == null ? Optional.empty() : work.run();
        } catch (OverlappingFileLockException sameProcess) {
            return Optional.empty();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot lock " + file.lockFile(), failed);
        }
    }
}
