package dev.exhibit.cli.chaos;

import dev.exhibit.cli.InstalledProgram;
import dev.exhibit.testkit.ServiceProcess;
import java.nio.file.Path;
import java.time.Clock;
import java.util.random.RandomGenerator;

/** The service, at ports that stay. For one thread. */
final class ServicePart implements Part, AutoCloseable {
    private final String name;
    private final Path data;
    private final Path config;
    private final Readiness readiness;
    private ServiceProcess process;

    /** Starts it twice, the second time with a start-up cache, and waits until it is ready. */
    ServicePart(String name, Path data, Path config, Readiness readiness) {
        this.name = name;
        this.data = data;
        this.config = config;
        this.readiness = readiness;
        ready().close();
        this.process = ready();
    }

    private ServiceProcess ready() {
        ServiceProcess started = InstalledProgram.launched(data, config);
        started.awaitReady(Clock.systemUTC());
        return started;
    }

    Path data() {
        return data;
    }

    Path config() {
        return config;
    }

    Path log() {
        return process.log();
    }

    Readiness readiness() {
        return readiness;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String kill(RandomGenerator random) {
        process.kill();
        return name;
    }

    @Override
    public void startAgain() {
        process = InstalledProgram.launched(data, config);
    }

    @Override
    public void close() {
        process.close();
    }
}
