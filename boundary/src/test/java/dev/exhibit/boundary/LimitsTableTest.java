package dev.exhibit.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.testing.DocumentTable;
import dev.exhibit.crypto.json.JsonLimits;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/operating/limits.md} and the code say the same. */
class LimitsTableTest {
    private static final Pattern BY_CORES = Pattern.compile("(\\d+) × cores, at least (\\d+)");
    private static final Map<String, Long> UNITS = Map.of(
            "",
            1L,
            "KiB",
            1L << 10,
            "MiB",
            1L << 20,
            "GiB",
            1L << 30,
            "KiB/s",
            1L << 10,
            "ms",
            1L,
            "s",
            1_000L,
            "min",
            60_000L,
            "h",
            3_600_000L);

    @Test
    void everyLimitHasItsRowWithItsValueAndEveryRowItsLimit() throws Exception {
        Map<String, Long> table = DocumentTable.rows(
                        "operating/limits.md", "| limit | default | key | what it bounds, and what happens beyond it |")
                .stream()
                .collect(Collectors.toMap(row -> row.get(0), row -> number(row.get(1))));
        assertThat(table).containsExactlyInAnyOrderEntriesOf(values(Limits.defaults(), ""));
    }

    @Test
    void theBoundsOfJsonAreThoseOfTheCode() throws Exception {
        Map<String, JsonLimits> bounds = new LinkedHashMap<>();
        for (Field field : JsonLimits.class.getFields()) {
            if (field.get(null) instanceof JsonLimits limits) {
                bounds.put(field.getName(), limits);
            }
        }
        Map<String, JsonLimits> table =
                DocumentTable.rows(
                                "operating/limits.md", "| JSON | document | depth | members and items | one string |")
                        .stream()
                        .collect(Collectors.toMap(
                                row -> row.get(0),
                                row -> new JsonLimits(
                                        (int) number(row.get(1)),
                                        (int) number(row.get(2)),
                                        (int) number(row.get(3)),
                                        (int) number(row.get(4)))));
        assertThat(table).containsExactlyInAnyOrderEntriesOf(bounds);
    }

    /** Bytes, numbers and milliseconds, by path. */
    private static Map<String, Long> values(Record limits, String prefix) throws ReflectiveOperationException {
        Map<String, Long> found = new LinkedHashMap<>();
        for (RecordComponent component : limits.getClass().getRecordComponents()) {
            String name = prefix + component.getName();
            Object value = component.getAccessor().invoke(limits);
            switch (value) {
                case Record nested -> found.putAll(values(nested, name + "."));
                case Duration time -> found.put(name, time.toMillis());
                case Number number -> found.put(name, number.longValue());
                default -> throw new IllegalStateException("a limit of a kind that no test knows: " + name);
            }
        }
        return found;
    }

    private static long number(String cell) {
        Matcher cores = BY_CORES.matcher(cell);
        if (cores.matches()) {
            long wanted = Long.parseLong(cores.group(1)) * Runtime.getRuntime().availableProcessors();
            return Math.max(wanted, Long.parseLong(cores.group(2)));
        }
        String[] parts =
                Stream.concat(Stream.of(cell.split(" ")), Stream.of("")).toArray(String[]::new);
        assertThat(UNITS).as(cell).containsKey(parts[1]);
        return Long.parseLong(parts[0]) * UNITS.getOrDefault(parts[1], 0L);
    }
}
