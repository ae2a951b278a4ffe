package dev.diptych.sim.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.kernels.KernelCatalog;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
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
 * The work models' instruction counts against the PTX that is checked in, walked by hand: a warp's way through the labels for a launch of one
 * warp. A kernel that is compiled anew and comes out differently fails here.
 */
class InstructionCountsTest {
    private final KernelCatalog catalog = KernelCatalog.load();

    @Test
    void countsAGatherOf16ByteAccesses() {
        Ptx ptx = new Ptx(catalog.ptx("gather"), "gather_rows");
        long start = ptx.toBranch("", 1) + ptx.all("72") + ptx.all("73") + 5 * ptx.toBranch("73", 1);
        long end = ptx.toBranch("105", 1) + ptx.all("107");
        long pass = ptx.all("77", "79", "81", "83", "85", "104");
        long unit = ptx.all("87", "89", "91", "93", "95", "97", "99", "101", "103");

        assertThat(gather(4, 1024)).isEqualTo(start + pass + 2 * unit + end);
    }

    @Test
    void countsAGatherOf8ByteAccesses() {
        Ptx ptx = new Ptx(catalog.ptx("gather"), "gather_rows");
        long start = ptx.toBranch("", 2) + ptx.all("37") + ptx.all("38") + 5 * ptx.toBranch("38", 1);
        long end = ptx.toBranch("70", 1) + ptx.all("107");
        long pass = ptx.all("42", "44", "46", "48", "50", "69");
        long unit = ptx.all("52", "54", "56", "58", "60", "62", "64", "66", "68");

        assertThat(gather(4, 264)).isEqualTo(start + pass + 2 * unit + end);
    }

    @Test
    void countsAGatherOf4ByteAccesses() {
        Ptx ptx = new Ptx(catalog.ptx("gather"), "gather_rows");
        long start = ptx.all("") + ptx.all("3") + 5 * ptx.toBranch("3", 1);
        long end = ptx.toBranch("35", 1) + ptx.all("107");
        long pass = ptx.all("7", "9", "11", "13", "15", "34");
        long unit = ptx.all("17", "19", "21", "23", "25", "27", "29", "31", "33");

        assertThat(gather(4, 132)).isEqualTo(start + pass + 2 * unit + end);
    }

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

    private static long gather(int keys, int rowBytes) {
        return instructions(
                "gather/gather_rows",
                address(keys * rowBytes),
                address(8 * rowBytes),
                address(keys * 8),
                new Arg.I64(keys),
                new Arg.I64(8),
                new Arg.I32(rowBytes),
                new Arg.Null());
    }

    private static Arg address(int bytes) {
        return new Arg.Address(new Buffer(0, new Gpu(0), bytes).all());
    }

    /** Returns the instructions of a launch of one warp. */
    private static long instructions(String name, Arg... args) {
        KernelWork work = Plugins.find(KernelWork.class, "kernel", name);
        Launch launch = new Launch(new Kernel("any", "any", 32, 0), Dim.of(1), Dim.of(32), List.of(args));
        var profile = work.profile(launch, Platforms.gpuModel("h200"), slice -> Optional.empty());
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
