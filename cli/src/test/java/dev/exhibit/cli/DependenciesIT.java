package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of dependencies, the bill of materials and the jars of the installation say the same. */
class DependenciesIT {
    private static final Path INSTALLATION = Path.of("target/exhibit");
    private static final int MANY = 10_000;

    private record Component(String group, String name, String version, String classifier, String licences) {
        String jar() {
            return name + "-" + version + classifier + ".jar";
        }
    }

    @Test
    void everyDependencyIsExplainedAndItsLicenceAllowed() throws IOException {
        Map<String, String> found = components()
                .filter(component -> !component.group().equals("dev.exhibit"))
                .collect(Collectors.toMap(Component::group, Component::licences, DependenciesIT::oneOf, TreeMap::new));

        assertThat(found).isEqualTo(table());
    }

    @Test
    void theBillOfMaterialsListsExactlyTheJarsThatRun() throws IOException {
        TreeSet<String> listed = components().map(Component::jar).collect(Collectors.toCollection(TreeSet::new));
        listed.add("exhibit-cli-" + BuildFacts.read().version() + ".jar");

        Set<String> present = new TreeSet<>(jars("lib"));
        present.addAll(jars("lib/keyless"));
        assertThat(present).isEqualTo(listed);
    }

    /** The service, and every command but keyless signing, run without what only that needs. */
    @Test
    void whatOnlyKeylessSigningNeedsLiesApart() throws IOException {
        assertThat(jars("lib"))
                .noneMatch(jar -> jar.matches("(sigstore|grpc|protobuf-java-util|google|gson|http(client|core)).*"));
        assertThat(jars("lib/keyless"))
                .doesNotContainAnyElementsOf(jars("lib"))
                .anyMatch(jar -> jar.startsWith("sigstore-java"));
    }

    private static Set<String> jars(String folder) throws IOException {
        try (Stream<Path> files = Files.list(INSTALLATION.resolve(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    /** Where parts of one group have different licences, both must be in the table. */
    private static String oneOf(String first, String second) {
        return first.equals(second) ? first : first + " and " + second;
    }

    private static Stream<Component> components() throws IOException {
        ObjectReader bom = JsonReader.readObject(
                Bytes.owned(Files.readAllBytes(INSTALLATION.resolve("sbom.cdx.json"))), JsonLimits.DOCUMENT);
        return bom.objects("components", MANY).stream().map(DependenciesIT::component);
    }

    private static Component component(ObjectReader component) {
        List<String> licences = component.objects("licenses", MANY).stream()
                .map(choice -> choice.object("license"))
                .map(licence -> Optional.<String>empty()
                        .or(() -> licence.optionalText("id"))
                        .or(() -> licence.optionalText("name"))
                        .orElseThrow())
                .sorted()
                .toList();
        return new Component(
                component.text("group"),
                component.text("name"),
                component.text("version"),
                classifier(component.text("purl")),
                String.join(", ", licences));
    }

    /** A package URL says it as a qualifier: {@code ?classifier=linux-x86_64&type=jar}. */
    private static String classifier(String purl) {
        Matcher qualifier = Pattern.compile("[?&]classifier=([^&]+)").matcher(purl);
        return qualifier.find() ? "-" + qualifier.group(1) : "";
    }

    private static Map<String, String> table() throws IOException {
        return Files.readAllLines(Path.of("../docs/dependencies.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|"))
                .collect(Collectors.toMap(
                        cells -> cells[1].strip().replace("`", ""),
                        cells -> cells[2].strip(),
                        (first, second) -> first,
                        TreeMap::new));
    }
}
