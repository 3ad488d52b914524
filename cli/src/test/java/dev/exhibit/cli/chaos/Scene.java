package dev.exhibit.cli.chaos;

import dev.exhibit.cli.InstalledProgram;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** An installation whose parts are processes of their own. For one thread. */
final class Scene implements AutoCloseable {
    private final Path folder;
    private final RandomGenerator random;
    private final DatabaseServer database;
    private final Json.Obj store;
    private final List<ServicePart> services = new ArrayList<>();

    private Scene(Path folder, RandomGenerator random, Json.Obj store) {
        this.folder = folder;
        this.random = random;
        this.store = store;
        this.database = DatabaseServer.start(folder.resolve("database"), random);
    }

    /**
     * A database and one service that is ready.
     *
     * @param store the section {@code store} of its configuration
     */
    static Scene start(Path folder, RandomGenerator random, Json.Obj store) {
        Scene scene = new Scene(folder, random, store);
        try {
            scene.addService(folder.resolve("data"));
            return scene;
        } catch (RuntimeException failed) {
            scene.close();
            throw failed;
        }
    }

    DatabaseServer database() {
        return database;
    }

    ServicePart service() {
        return services.getFirst();
    }

    List<ServicePart> services() {
        return List.copyOf(services);
    }

    /** Starts a service on {@code data}. */
    void addService(Path data) {
        int operations = Ports.free(random);
        Json.Obj settings = Json.object()
                .with("database", database.section())
                .with("store", store)
                .with("listen", Json.object().with("port", Ports.free(random)))
                .with("authority", Json.object().with("port", Ports.free(random)))
                .with("operations", Json.object().with("port", operations))
                // All clients are one caller: it may have all the places.
                .with("limits", Json.object().with("tenantSharePercent", 100).with("callerSharePercent", 100));
        try {
            Path config = folder.resolve(data.getFileName() + ".json");
            Files.write(config, CanonicalJson.of(settings).bytes().toArray());
            services.add(new ServicePart(data.getFileName().toString(), data, config, new Readiness(operations)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A client of each service, as {@code who}; the caller closes them. */
    List<ExhibitClient> clients(String who) {
        return services.stream()
                .map(service -> InstalledProgram.patient(InstalledProgram.context(service.data(), who)))
                .toList();
    }

    @Override
    public void close() {
        try (database) {
            services.forEach(ServicePart::close);
            services.forEach(service -> service.readiness().close());
        }
    }
}
