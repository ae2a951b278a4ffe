package dev.diptych.systems.check;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Dim;
import java.util.List;
import java.util.stream.IntStream;

/** The kernels of module {@code bitonic}. */
final class SortChecks {
    private static final int KEYS = 1024;

    private SortChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("bitonic_step sorts, step by step", SortChecks::sorts),
                new Check("bitonic_block", SortChecks::sortsBlocks));
    }

    private static void sorts(Lab lab) {
        int[] keys = TestData.words(KEYS, 1);
        Output[] arrays = {Output.holding(lab, keys), Output.of(lab, KEYS)};
        int at = 0;
        for (int length = 2; length <= KEYS; length *= 2) {
            for (int apart = length / 2; apart > 0; apart /= 2) {
                lab.launch(
                        "bitonic",
                        "bitonic_step",
                        Dim.of(KEYS / 256),
                        Dim.of(256),
                        arrays[1 - at].arg(),
                        arrays[at].arg(),
                        new Arg.I32(KEYS),
                        new Arg.I32(length),
                        new Arg.I32(apart));
                at = 1 - at;
            }
        }
        arrays[at].expect(KEYS + " keys", sorted(keys, 0, KEYS));
    }

    private static void sortsBlocks(Lab lab) {
        int blocks = 3;
        int[] keys = TestData.words(blocks * KEYS, 2);
        Output out = Output.of(lab, keys.length);
        lab.launch("bitonic", "bitonic_block", Dim.of(blocks), Dim.of(KEYS / 2), out.arg(), Operand.of(lab, keys));
        int[] expected = IntStream.range(0, blocks)
                .flatMap(block -> IntStream.of(sorted(keys, block * KEYS, (block + 1) * KEYS)))
                .toArray();
        out.expect(blocks + " blocks", expected);
    }

    private static int[] sorted(int[] keys, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> keys[i])
                .sorted(Integer::compareUnsigned)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
