package dev.diptych.validation.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.traces.Lock;
import dev.diptych.validation.accuracy.Comparison;
import dev.diptych.validation.accuracy.ErrorMeasure;
import dev.diptych.validation.accuracy.ErrorSummary;
import dev.diptych.validation.accuracy.Gate;
import dev.diptych.validation.accuracy.RunSet;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

final class AccuracyPageTest {
    private static final List<Comparison> PAIRS = List.of(
            pair("good", 100, 104, 0.01, "", "why it was off once"),
            pair("wide", 10, 8, 0.2, "", "the host | its scheduler"),
            pair("slow", 1, 1.5, 0.01, "latency", ""));
    private static final RunSet FITTED = new RunSet(
            "micro",
            "Calibration.",
            PAIRS,
            List.of(
                    new Gate(ErrorMeasure.MAPE, 0.3).check(ErrorSummary.of(PAIRS)),
                    new Gate(ErrorMeasure.MAXIMUM, 0.4).check(ErrorSummary.of(PAIRS))),
            Optional.empty(),
            new TreeMap<>(Map.of("GPU", "NVIDIA H200")));
    private static final RunSet HELD_OUT = new RunSet(
            "h1",
            "Held out.",
            PAIRS.subList(0, 1),
            List.of(),
            Optional.of(new Lock.Verdict(3, List.of(), List.of("a.cu has changed"))),
            new TreeMap<>());
    private static final RunSet UNRECORDED = new RunSet(
            "h2",
            "Later.",
            List.of(),
            List.of(),
            Optional.of(new Lock.Verdict(3, List.of(), List.of())),
            new TreeMap<>());

    private static Comparison pair(
            String run, double measured, double simulated, double spread, String fitted, String reason) {
        return new Comparison(run, "k median", "us", measured, simulated, OptionalDouble.of(spread), fitted, reason);
    }

    private static String page() {
        return AccuracyPage.markdown(List.of(FITTED, HELD_OUT, UNRECORDED), "figures/accuracy.svg");
    }

    @Test
    void tellsOfWhichRunsItSaysSomethingElse() {
        assertThat(AccuracyPage.stale(page(), List.of(FITTED, HELD_OUT, UNRECORDED)))
                .isEmpty();
        Comparison slower = pair("good", 100, 107, 0.01, "", "");
        RunSet part = new RunSet("h1", "", List.of(slower), List.of(), Optional.empty(), new TreeMap<>());
        assertThat(AccuracyPage.stale(page(), List.of(part))).containsExactly("h1/good");
        // As it is in another set.
        RunSet misplaced = new RunSet("h1", "", PAIRS.subList(2, 3), List.of(), Optional.empty(), new TreeMap<>());
        assertThat(AccuracyPage.stale(page(), List.of(misplaced))).containsExactly("h1/slow");
        assertThat(AccuracyPage.stale("", List.of(HELD_OUT))).containsExactly("h1/good");
    }

    @Test
    void sumsUpEachSet() {
        // |e| = 4 %, 20 %, 50 %; sum of |s - m| = 6.5 of 111.
        assertThat(page())
                .contains("| `micro` | 3 | 1 | 24.7 % (at most 30.0 %) | 20.0 % | 5.9 % |"
                        + " 50.0 % (at most 40.0 %, **failed**) | 33.3 % | 33.3 % |")
                .contains("| `h1` | 1 | 0 | 4.0 % |")
                .contains("| not as it was locked: a.cu has changed |")
                .contains("| `h2` | 0 | 0 | | | | | | | | locked, unchanged: 3 files |");
    }

    @Test
    void namesEveryOutlierWithItsReason() {
        String outliers = page().substring(page().indexOf("## Outliers"), page().indexOf("## Set `micro`"));
        assertThat(outliers)
                .contains("| `micro` | `wide` | -20.0 % | yes | the host \\| its scheduler |")
                .contains("| `micro` | `slow` | +50.0 % | | not known |")
                .doesNotContain("good");
    }

    @Test
    void listsEveryRun() {
        assertThat(page())
                .contains("- GPU: NVIDIA H200")
                .contains("| `good` | k median | us | 100 | 104 | +4.0 % | | |")
                .contains("| `slow` | k median | us | 1 | 1.5 | +50.0 % | | latency |")
                .contains("Later.\n\nNot recorded yet.");
    }

    @Test
    void drawsSetsByColourAndWidePointsHollow() throws Exception {
        String svg = AccuracyPage.figure(List.of(FITTED, HELD_OUT, UNRECORDED));
        assertThat(svg)
                .contains("<style>", ">micro</text>", ">h1</text>")
                .contains("class=\"point group0 flagged\"", "class=\"point group1\"")
                .contains("2 micro/wide, k median: measured 10 us, simulated 8 us, error -20.0 %")
                .doesNotContain("NaN", "var(");
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    @Test
    void aSetIsGoodWhenItsGatesPassAndItsLockHolds() {
        assertThat(FITTED.isGood()).isFalse();
        assertThat(HELD_OUT.isGood()).isFalse();
        assertThat(UNRECORDED.isGood()).isTrue();
    }
}
