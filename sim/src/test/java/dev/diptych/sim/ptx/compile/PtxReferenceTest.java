package dev.diptych.sim.ptx.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.sim.ptx.Counts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code docs/ptx.md} to the executor. What lies between its marks is made from the executor's tables; {@code mvn -pl sim -am test
 * -Dtest=PtxReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Ddiptych.goldens=write} writes it anew.
 */
class PtxReferenceTest {
    private static final Path DOCUMENT = Path.of(System.getProperty("basedir", ""), "..", "docs", "ptx.md");

    private static String begin(String part) {
        return "<!-- made from the code: " + part + " -->\n\n";
    }

    private static final String END = "\n\n<!-- end -->";

    @Test
    void saysWhatTheExecutorSupports() throws IOException {
        String written = Files.readString(DOCUMENT);

        String made = written;
        for (Map.Entry<String, String> part : PtxReference.parts().entrySet()) {
            made = replaced(made, part.getKey(), part.getValue());
        }

        if ("write".equals(System.getProperty("diptych.goldens"))) {
            Files.writeString(DOCUMENT, made);
        } else {
            assertThat(written)
                    .as("docs/ptx.md is out of date; -Ddiptych.goldens=write with this test writes it anew")
                    .isEqualTo(made);
        }
    }

    private static String replaced(String text, String part, String made) {
        int start = text.indexOf(begin(part));
        assertThat(start).as("where '%s' begins", part).isNotNegative();
        int from = start + begin(part).length();
        int to = text.indexOf(END, from - END.length());
        assertThat(to).as("where '%s' ends", part).isNotNegative();
        return text.substring(0, from) + made + text.substring(to);
    }

    @Test
    void saysWhatEachCountMeans() throws IOException {
        String written = Files.readString(DOCUMENT);

        assertThat(Arrays.stream(Counts.class.getRecordComponents()).map(component -> "`" + component.getName() + "`"))
                .allSatisfy(name -> assertThat(written).contains(name));
    }
}
