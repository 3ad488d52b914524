package dev.exhibit.attestor.predicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PredicateTypeTest {
    private static final Subject SUBJECT = new Subject("app.jar", Hashing.of(Bytes.utf8("an artifact")));

    private static Bytes statement(PredicateType type, Json.Obj predicate) {
        return new Statement(List.of(SUBJECT), type.uri(), predicate).encode().bytes();
    }

    @ParameterizedTest
    @EnumSource
    void aSoundPredicateMakesThisStatement(PredicateType type) throws IOException {
        Json.Obj sample = Predicates.sample(type);
        type.check(sample);
        Bytes made = statement(type, sample);
        if (Boolean.getBoolean("exhibit.rewrite")) {
            Files.write(Predicates.statement(type), made.toArray());
        }
        assertThat(made).isEqualTo(Bytes.owned(Files.readAllBytes(Predicates.statement(type))));
    }

    @ParameterizedTest
    @EnumSource
    void membersThatASchemaDoesNotKnowPass(PredicateType type) {
        assertThatCode(() -> type.check(Predicates.sample(type).with("x-example", "kept")))
                .doesNotThrowAnyException();
    }

    /** What the schemas of networknt say of the same documents, {@code SchemaOpinionTest} compares. */
    @ParameterizedTest
    @EnumSource
    void whatIsWrongIsSaidWithItsPlace(PredicateType type) {
        long refused = Predicates.changed(Predicates.sample(type)).stream()
                .filter(Json.Obj.class::isInstance)
                .map(Json.Obj.class::cast)
                .filter(changed -> {
                    MalformedException wrong =
                            catchThrowableOfType(MalformedException.class, () -> type.check(changed));
                    if (wrong != null) {
                        assertThat(wrong.pointer()).startsWith("/predicate");
                        assertThat(wrong.detail()).isNotBlank();
                    }
                    return wrong != null;
                })
                .count();
        assertThat(refused).isGreaterThan(10);
    }

    @ParameterizedTest
    @CsvSource({
        "RELEASE, /predicate/purl, pkg:npm/app",
        "TEST_RESULT, /predicate/result, passed",
        "SVR, /predicate/timeCreated, yesterday",
    })
    void theFirstWrongPlaceIsNamed(String name, String pointer, String value) {
        PredicateType type =
                name.equals("SVR") ? PredicateType.SIMPLE_VERIFICATION_RESULT : PredicateType.valueOf(name);
        String member = pointer.substring(pointer.lastIndexOf('/') + 1);
        Json.Obj changed = Predicates.sample(type).with(member, value);
        MalformedException wrong = catchThrowableOfType(MalformedException.class, () -> type.check(changed));
        assertThat(wrong.pointer()).isEqualTo(pointer);
    }

    @Test
    void namesAreNotShared() {
        List<String> names = Arrays.stream(PredicateType.values())
                .flatMap(type -> IntStream.range(0, type.uris().size() + 1)
                        .mapToObj(i -> i == 0 ? type.alias() : type.uris().get(i - 1)))
                .toList();
        assertThat(names).doesNotHaveDuplicates();
        for (PredicateType type : PredicateType.values()) {
            assertThat(type.uris())
                    .allSatisfy(uri -> assertThat(PredicateType.find(uri)).contains(type));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theTableHasIt(PredicateType type) throws IOException {
        assertThat(Files.readString(Path.of("../docs/spec/predicates.md")))
                .contains("| `" + type.alias() + "` | `" + type.uri() + "` |");
    }

    @ParameterizedTest
    @EnumSource
    void statementsDependOnNothingElse(PredicateType type) {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        Json.Obj sample = Predicates.sample(type);
        Bytes expected = statement(type, sample);
        Random random = new Random(8);
        List<Json.Obj> shuffled = IntStream.range(0, 50)
                .mapToObj(i -> (Json.Obj) shuffled(sample, random))
                .toList();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
            assertThat(shuffled.parallelStream()
                            .map(each -> statement(type, each))
                            .distinct())
                    .containsExactly(expected);
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    /** Whatever a document holds: the schemas let members pass that they do not know. */
    @ParameterizedTest
    @EnumSource
    void statementsOfAnyDocumentDependOnNothingElse(PredicateType type) throws Exception {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        Random random = new Random(15);
        List<Json.Obj> documents = IntStream.range(0, 100)
                .mapToObj(i -> Predicates.sample(type).with("x-any", any(random, 5)))
                .toList();
        List<Bytes> expected =
                documents.stream().map(document -> statement(type, document)).toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Apia"));
            List<Future<Bytes>> again = documents.stream()
                    .map(document -> (Json.Obj) shuffled(document, random))
                    .map(document -> threads.submit(() -> {
                        type.check(document);
                        return statement(type, document);
                    }))
                    .toList();
            for (int i = 0; i < again.size(); i++) {
                assertThat(again.get(i).get()).isEqualTo(expected.get(i));
                Statement read = Statement.decode(expected.get(i));
                assertThat(read.encode().bytes()).as("read and written again").isEqualTo(expected.get(i));
            }
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    private static Json any(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> Json.text(anyText(random));
            case 1 -> new Json.Num(random.nextBoolean() ? random.nextInt() : random.nextGaussian() * 1e9);
            case 2 -> new Json.Bool(random.nextBoolean());
            case 3 -> new Json.Null();
            case 4 ->
                Json.array(IntStream.range(0, random.nextInt(5))
                        .mapToObj(i -> any(random, depth - 1))
                        .toList());
            default -> {
                Json.Obj object = Json.object();
                for (int i = random.nextInt(6); i > 0; i--) {
                    object = object.with(anyText(random), any(random, depth - 1));
                }
                yield object;
            }
        };
    }

    /** Letters that case folding and sorting get wrong, controls, and pairs of surrogates. */
    private static String anyText(Random random) {
        String letters = "aAiIıİßſ\u00e9\u0301\"\\/\u0000\u001f\u007f\u2028\ufb03";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            if (random.nextInt(6) == 0) {
                text.appendCodePoint(0x1F600 + random.nextInt(64));
            } else {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
        }
        return text.toString();
    }

    private static Json shuffled(Json value, Random random) {
        return switch (value) {
            case Json.Obj object -> {
                List<Map.Entry<String, Json>> entries =
                        new ArrayList<>(object.members().entrySet());
                Collections.shuffle(entries, random);
                Map<String, Json> members = new LinkedHashMap<>();
                entries.forEach(entry -> members.put(entry.getKey(), shuffled(entry.getValue(), random)));
                yield new Json.Obj(members);
            }
            case Json.Arr array ->
                Json.array(array.items().stream()
                        .map(item -> shuffled(item, random))
                        .toList());
            case Json.Text text -> text;
            case Json.Num number -> number;
            case Json.Bool bool -> bool;
            case Json.Null none -> none;
        };
    }
}
