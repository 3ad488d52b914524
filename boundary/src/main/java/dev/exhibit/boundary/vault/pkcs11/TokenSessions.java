package dev.exhibit.boundary.vault.pkcs11;

import dev.exhibit.crypto.vault.VaultUnavailableException;
import java.time.Duration;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Sessions with one token, shared by threads. A failure of the token breaks all of them; the next use starts the library
 * again, at most once in a second, so that a token which came back is used without a restart of the process. Thread-safe.
 */
final class TokenSessions {
    private static final int MAX_SESSIONS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private final Token token;
    private final LongSupplier nanoTime;
    private final Duration patience;
    private final Semaphore places = new Semaphore(MAX_SESSIONS);
    private final Deque<TokenSession> idle = new ConcurrentLinkedDeque<>();
    /** Held for writing while the library stops and starts: nobody may be in it then. */
    private final ReentrantReadWriteLock library = new ReentrantReadWriteLock();

    private boolean started;
    private long slot;
    private volatile boolean usable;
    private Optional<VaultUnavailableException> lastFailure = Optional.empty();
    private long failedAt;

    /** @param nanoTime a monotonic clock in nanoseconds */
    TokenSessions(Token token, LongSupplier nanoTime) {
        this(token, nanoTime, PATIENCE);
    }

    /** @param patience how long a use waits for those before it */
    TokenSessions(Token token, LongSupplier nanoTime, Duration patience) {
        this.token = token;
        this.nanoTime = nanoTime;
        this.patience = patience;
    }

    /** Works with a session. @throws VaultUnavailableException for any failure of library, token or session */
    <T> T use(Function<TokenSession, T> work) {
        demand(() -> places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS));
        try {
            if (!usable) {
                connect();
            }
            return inSession(work);
        } finally {
            places.release();
        }
    }

    /** Returns if the token is there: what is not found in it is not in it. */
    void demandToken() {
        if (!token.isMeant(slot)) {
            throw new VaultUnavailableException("another token is in the slot now");
        }
    }

    /** Ends all sessions; a later use starts the library again. */
    void close() {
        demandLock(library.writeLock());
        try {
            stop();
        } finally {
            library.writeLock().unlock();
        }
    }

    /** A library that hangs keeps its places for ever: nobody else waits for them longer than this. */
    private void demandLock(Lock lock) {
        demand(() -> lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void demand(Callable<Boolean> attempt) {
        try {
            if (attempt.call()) {
                return;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new VaultUnavailableException("stopped while waiting for the token", stopped);
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
        throw new VaultUnavailableException("the token's library did not answer within " + patience.toSeconds() + " s");
    }

    private <T> T inSession(Function<TokenSession, T> work) {
        demandLock(library.readLock());
        try {
            if (!usable) {
                throw new VaultUnavailableException("the token was lost");
            }
            TokenSession session = Optional.ofNullable(idle.pollFirst()).orElseGet(this::open);
            T result = work.apply(session);
            idle.addFirst(session);
            return result;
        } catch (CryptokiException | VaultUnavailableException failed) {
            usable = false;
            throw unavailable(failed);
        } finally {
            library.readLock().unlock();
        }
    }

    private TokenSession open() {
        synchronized (token) {
            return token.open(slot);
        }
    }

    private void connect() {
        demandLock(library.writeLock());
        try {
            if (usable) {
                return;
            }
            if (lastFailure.isPresent() && nanoTime.getAsLong() - failedAt < PAUSE) {
                throw lastFailure.get();
            }
            startAgain();
        } finally {
            library.writeLock().unlock();
        }
    }

    private void startAgain() {
        try {
            stop();
            token.start();
            started = true;
            slot = token.slot();
            idle.addFirst(open());
            usable = true;
            lastFailure = Optional.empty();
        } catch (CryptokiException | VaultUnavailableException failed) {
            VaultUnavailableException told = unavailable(failed);
            lastFailure = Optional.of(told);
            failedAt = nanoTime.getAsLong();
            throw told;
        }
    }

    private void stop() {
        usable = false;
        idle.clear();
        if (started) {
            started = false;
            token.stop();
        }
    }

    private static VaultUnavailableException unavailable(RuntimeException failed) {
        return failed instanceof VaultUnavailableException told
                ? told
                : new VaultUnavailableException("the token cannot be used now: " + failed.getMessage(), failed);
    }
}
