package dev.exhibit.boundary.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.function.Supplier;

/** What the virtual machine says about itself. */
final class JvmMetrics {
    private static final double MILLIS = 1_000;

    private final MeterRegistry registry;

    JvmMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void register() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        gauge(
                "jvm.heap.used.bytes",
                "Heap in use",
                () -> memory.getHeapMemoryUsage().getUsed());
        gauge(
                "jvm.heap.max.bytes",
                "Heap at most",
                () -> memory.getHeapMemoryUsage().getMax());
        gauge("jvm.threads", "Platform threads", ManagementFactory.getThreadMXBean()::getThreadCount);
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            FunctionCounter.builder("jvm.gc.collections", collector, GarbageCollectorMXBean::getCollectionCount)
                    .description("Collections")
                    .tag("collector", collector.getName())
                    .register(registry);
            FunctionCounter.builder("jvm.gc.time", collector, bean -> bean.getCollectionTime() / MILLIS)
                    .description("Time spent collecting")
                    .baseUnit("seconds")
                    .tag("collector", collector.getName())
                    .register(registry);
        }
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }
}
