package dev.diptych.model.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Frequency;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BinderTest {
    enum Shape {
        ROUND,
        RATHER_SQUARE
    }

    record Inner(int count, double share) {
        Inner {
            if (share > 1) {
                throw new IllegalArgumentException("share is " + share + ", above 1");
            }
        }
    }

    record Outer(
            String name,
            long bytes,
            boolean both,
            Shape shape,
            Place place,
            Frequency clock,
            Inner inner,
            List<Inner> list,
            Map<String, Long> map,
            Optional<String> note) {}

    private static final String GOOD = """
            name: x
            bytes: 9000000000
            both: true
            shape: rather-square
            place: gpu3
            clock: 1980
            inner: {count: 1, share: 0.5}
            list:
              - {count: 2, share: 1}
            map: {a: 1, b: 2}
            """;

    @Test
    void bindsEveryType() {
        Outer outer = Binder.bind(Yaml.parse(GOOD, "good.yaml"), Outer.class);
        assertThat(outer)
                .isEqualTo(new Outer(
                        "x",
                        9_000_000_000L,
                        true,
                        Shape.RATHER_SQUARE,
                        new Gpu(3),
                        new Frequency(1980),
                        new Inner(1, 0.5),
                        List.of(new Inner(2, 1)),
                        Map.of("a", 1L, "b", 2L),
                        Optional.empty()));
    }

    @Test
    void writesWhatItReads() {
        Outer outer = Binder.bind(Yaml.parse(GOOD, "good.yaml"), Outer.class);
        String written = ConfigWriter.yaml(ConfigWriter.node(outer, "written.yaml"));
        assertThat(Binder.bind(Yaml.parse(written, "written.yaml"), Outer.class))
                .isEqualTo(outer);
    }

    @Test
    void takesWhatIsAbsentFromTheDefaults() {
        assertThat(Binder.bind(Yaml.parse("count: 7", "x.yaml"), new Inner(1, 0.25)))
                .isEqualTo(new Inner(7, 0.25));
    }

    @Test
    void namesAnUnknownKeyWithFileLineAndKnownKeys() {
        assertThatThrownBy(() -> Binder.bind(Yaml.parse("count: 7\nshar: 1\n", "x.yaml"), Inner.class))
                .isInstanceOf(InputException.class)
                .hasMessage("x.yaml:2: no key is named 'shar' here; known: count, share");
    }

    @Test
    void namesAMissingKey() {
        assertThatThrownBy(() -> Binder.bind(Yaml.parse("count: 7", "x.yaml"), Inner.class))
                .hasMessage("x.yaml:1: key 'share' is missing");
    }

    @Test
    void namesAValueOfTheWrongType() {
        assertThatThrownBy(() -> Binder.bind(Yaml.parse("share: 1\ncount: many", "x.yaml"), Inner.class))
                .hasMessage("x.yaml:2: 'count' should be a whole number of at most 31 bits, but is 'many'");
    }

    @Test
    void namesANumberThatOverflows() {
        assertThatThrownBy(() -> Binder.bind(Yaml.parse("share: 1\ncount: 3000000000", "x.yaml"), Inner.class))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(
                        "x.yaml:2: 'count' is 3000000000, but should be a whole number of at most 31 bits");
    }

    @Test
    void namesTheLineOfARecordThatRefusesItsValues() {
        assertThatThrownBy(() -> Binder.bind(Yaml.parse("share: 2\ncount: 1", "x.yaml"), Inner.class))
                .hasMessage("x.yaml:1: share is 2.0, above 1");
    }

    @Test
    void namesTheLineOfBadYaml() {
        assertThatThrownBy(() -> Yaml.parse("a: 1\nb: [2, 3\nc: 4\n", "x.yaml"))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("x.yaml:");
    }

    @Test
    void refusesAKeyGivenTwice() {
        assertThatThrownBy(() -> Yaml.parse("a: 1\na: 2\n", "x.yaml"))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("x.yaml:2: ");
    }

    @Test
    void takesAliasesForWhatTheirAnchorsName() {
        ConfigNode written = Yaml.parse("""
                inner: &two {count: 2, share: 1}
                list: &both [*two, {count: 3, share: 0}]
                map: {again: *both, one: *two}
                """, "x.yaml");
        ConfigNode plain = Yaml.parse("""
                inner: {count: 2, share: 1}
                list: [{count: 2, share: 1}, {count: 3, share: 0}]
                map: {again: [{count: 2, share: 1}, {count: 3, share: 0}], one: {count: 2, share: 1}}
                """, "x.yaml");
        assertThat(ConfigWriter.yaml(written)).isEqualTo(ConfigWriter.yaml(plain));
    }

    @Test
    void refusesAnEmptyFile() {
        assertThatThrownBy(() -> Yaml.parse("", "x.yaml")).hasMessage("x.yaml: is empty");
    }

    @Test
    void setsANestedKey() {
        ConfigNode node = Yaml.parse("inner: {count: 1, share: 0.5}", "x.yaml")
                .with("inner.count", Yaml.option("5", "--set inner.count"));
        record Holder(Inner inner) {}
        assertThat(Binder.bind(node, Holder.class).inner()).isEqualTo(new Inner(5, 0.5));
    }

    @Test
    void namesTheOptionOfAKeySetWrongly() {
        ConfigNode node =
                Yaml.parse("count: 1\nshare: 0.5", "x.yaml").with("count", Yaml.option("five", "--set count"));
        assertThatThrownBy(() -> Binder.bind(node, Inner.class))
                .hasMessage("--set count: 'count' should be a whole number of at most 31 bits, but is 'five'");
    }
}
