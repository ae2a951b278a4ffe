package dev.diptych.validation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.run.RunLog;
import dev.diptych.traces.scripted.ScriptedRun;
import dev.diptych.validation.accuracy.Comparison;
import dev.diptych.validation.accuracy.ErrorMeasure;
import dev.diptych.validation.accuracy.ErrorSummary;
import dev.diptych.validation.accuracy.Gate;
import dev.diptych.validation.accuracy.RunSet;
import dev.diptych.validation.metric.Measurement;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

final class ReportsTest {
    private static final SortedMap<String, String> PROVENANCE = new TreeMap<>(Map.of("gpu", "<H200 & co>"));

    @Test
    void escapesWhatUsersNamed() {
        Comparison evil = new Comparison(
                "<script>alert(1)</script>", "a\"b'c & d", "us", 1, 2, OptionalDouble.empty(), "", "<img src=x>");

        String html = ComparisonReport.html("<T>", List.of(set("<b>", List.of(evil), List.of())), PROVENANCE);

        assertThat(html)
                .doesNotContain("<script>alert", "<img", "<T>", "<H200", "<b>")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "a&quot;b&#39;c &amp; d", "&lt;H200 &amp; co&gt;");
    }

    @Test
    void asksForNothingFromElsewhere() {
        for (String html : List.of(comparison(12), run())) {
            String own = html.replace("http://www.w3.org/2000/svg", "").replace("http-equiv", "");
            assertThat(own)
                    .doesNotContain("http", "src=", "href=", "url(", "@import")
                    .contains("default-src 'none'");
        }
    }

    @Test
    void drawsPicturesThatAreWellFormedAndLabelled() {
        for (String html : List.of(comparison(12), comparison(1), run())) {
            List<String> pictures = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL)
                    .matcher(html)
                    .results()
                    .map(MatchResult::group)
                    .toList();
            assertThat(pictures).isNotEmpty().allSatisfy(svg -> {
                assertThat(svg).contains("role=\"img\" aria-label=\"").doesNotContain("NaN", "Infinity");
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
            });
        }
    }

    @Test
    void listsEveryRunInOneSortableTable() {
        String html = comparison(12);

        assertThat(html).containsOnlyOnce("<table class=\"sortable\">");
        assertThat(html.split("data-sort=\"", -1)).hasSizeGreaterThan(12 * 4);
        assertThat(html)
                .contains("<th scope=\"col\"><button type=\"button\">Error</button>")
                .contains("spread above 5.0 %")
                .contains("fitted: l2 bytes")
                .contains("the cache writes back");
    }

    @Test
    void showsGatesBesideTheirMeasures() {
        List<Comparison> pairs = pairs(12);
        ErrorSummary summary = ErrorSummary.of(pairs);
        List<Gate.Verdict> verdicts = List.of(
                new Gate(ErrorMeasure.MAXIMUM, 0.001).check(summary), new Gate(ErrorMeasure.LOG_R, 0.5).check(summary));

        assertThat(ComparisonReport.html("t", List.of(set("first", pairs, verdicts)), PROVENANCE))
                .contains("at most 0.1 % <span class=\"bad\">failed</span>")
                .contains("at least 0.5000 <span class=\"good\">passed</span>");
    }

    @Test
    void refusesAComparisonOfNothing() {
        assertThatThrownBy(() -> ComparisonReport.html("t", List.of(set("h1", List.of(), List.of())), PROVENANCE))
                .isInstanceOf(InputException.class);
    }

    @Test
    void saysWhenTheOverviewIsNotComplete() {
        ScriptedRun script = new ScriptedRun(1);
        for (int op = 0; op <= RunReport.MOST_OPS; op++) {
            long id = script.submit(0, 0, -1, ScriptedRun.launch("m", "k", 1));
            script.at(10L * op + 10).done(id, 10L * op, 10L * op + 10);
        }

        assertThat(RunReport.html("t", List.of(), script.log(), PROVENANCE))
                .contains("4000 of 4001 operations: the overview draws at most the first 4000 on 1 of 1 rows");
    }

    @Test
    void showsARunWithoutOperations() {
        assertThat(RunReport.html("t", List.of(), new RunLog(1), PROVENANCE))
                .contains("No operation ended in this run.");
    }

    @Test
    void writesMetricsAsCsvInFullPrecision() {
        List<Measurement> measurements =
                List.of(new Measurement("a, \"b\"", "us", 0.1 + 0.2), new Measurement("c", "GB/s", 4));

        assertThat(MetricsCsv.text(measurements))
                .isEqualTo("name,unit,value\n\"a, \"\"b\"\"\",us,0.30000000000000004\nc,GB/s,4.0\n");
    }

    private static String comparison(int runs) {
        return ComparisonReport.html(
                "Simulated against measured",
                List.of(set("first", pairs(runs), List.of()), set("second", pairs(1), List.of())),
                PROVENANCE);
    }

    private static RunSet set(String name, List<Comparison> comparisons, List<Gate.Verdict> verdicts) {
        return new RunSet(name, "runs of a test", comparisons, verdicts, Optional.empty(), new TreeMap<>());
    }

    private static List<Comparison> pairs(int runs) {
        SplittableRandom random = new SplittableRandom(1);
        List<Comparison> pairs = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            double measured = Math.pow(10, random.nextDouble(0, 4));
            double simulated = measured * (1 + random.nextDouble(-0.3, 0.3));
            OptionalDouble spread = run % 5 == 0 ? OptionalDouble.of(0.08) : OptionalDouble.of(0.01);
            pairs.add(new Comparison(
                    "stream/run-" + run,
                    "stream/stream_copy median",
                    "us",
                    measured,
                    simulated,
                    spread,
                    run == 3 ? "l2 bytes" : "",
                    run == 4 ? "the cache writes back" : ""));
        }
        return pairs;
    }

    private static String run() {
        ScriptedRun script = new ScriptedRun(1);
        for (int request = 0; request < 20; request++) {
            long due = request * 1000L;
            script.serve(request, "k" + request % 3, due, due + 100, due + 700, due + 800);
        }
        return RunReport.html("One run", List.of(new Measurement("latency mean", "us", 0.8)), script.log(), PROVENANCE);
    }
}
