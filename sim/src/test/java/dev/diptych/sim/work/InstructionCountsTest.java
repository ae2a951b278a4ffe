package dev.diptych.sim.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.kernels.KernelCatalog;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Kernel;
import dev.diptych.model.op.Launch;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.work.Phase;
import dev.diptych.model.work.Pipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The spins' instruction counts against the PTX that is checked in, walked by hand: a warp's way through the labels for a launch of one
 * warp. A kernel that is compiled anew and comes out differently fails here.
 */
class InstructionCountsTest {
    private final KernelCatalog catalog = KernelCatalog.load();

    @Test
    void countsOnePollOfASpin() {
        Ptx ptx = new Ptx(catalog.ptx("spin"), "spin");

        assertThat(instructions("spin/spin", new Arg.I64(1))).isEqualTo(ptx.all("") + ptx.all("1"));
    }

    @Test
    void countsOnePollOfASpinThatReports() {
        Ptx ptx = new Ptx(catalog.ptx("spin"), "spin_reporting");

        assertThat(instructions("spin/spin_reporting", new Arg.I64(1)))
                .isEqualTo(ptx.toBranch("", 2) + ptx.all("4") + ptx.toBranch("5", 3) + ptx.all("10"));
    }

    /** Returns the instructions of a launch of one warp. */
    private static long instructions(String name, Arg... args) {
        KernelWork work = Plugins.find(KernelWork.class, "kernel", name);
        Launch launch = new Launch(new Kernel("any", "any", 32, 0), Dim.of(1), Dim.of(32), List.of(args));
        var profile = work.profile(launch, Platforms.load("h200"), new Gpu(0), slice -> Optional.empty());
        Phase first = profile.classes().get(0).phases().get(0);
        return first.slots().getOrDefault(Pipe.ISSUE, 0L);
    }

    /** The instructions of an entry, by the number of the label that they follow; those before the first label have none. */
    private record Ptx(List<String> lines) {
        Ptx(String text, String entry) {
            this(bodyOf(text, entry));
        }

        private static List<String> bodyOf(String text, String entry) {
            int start = text.indexOf(".entry " + entry + "(");
            return Arrays.asList(text.substring(text.indexOf("\n{", start), text.indexOf("\n}", start))
                    .split("\n"));
        }

        private List<String> block(String label) {
            List<String> block = new ArrayList<>();
            boolean inside = label.isEmpty();
            for (String line : lines) {
                if (line.startsWith("$L__BB")) {
                    inside = line.substring(line.indexOf('_', 6) + 1).equals(label + ":");
                } else if (inside && line.matches("\t[a-z@].*")) {
                    block.add(line);
                }
            }
            assertThat(block).as("instructions after label %s", label).isNotEmpty();
            return block;
        }

        long all(String... labels) {
            return Arrays.stream(labels).mapToLong(label -> block(label).size()).sum();
        }

        /** Returns how many instructions lie between a label and its n-th branch, which counts. */
        long toBranch(String label, int n) {
            int seen = 0;
            List<String> block = block(label);
            for (int i = 0; i < block.size(); i++) {
                if (block.get(i).contains("bra") && ++seen == n) {
                    return i + 1L;
                }
            }
            throw new IllegalStateException("label %s has %d branches".formatted(label, seen));
        }
    }
}
