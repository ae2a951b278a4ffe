package dev.diptych.sim.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Kernel;
import dev.diptych.model.op.Launch;
import dev.diptych.model.random.Philox;
import dev.diptych.model.work.Access;
import dev.diptych.model.work.BlockClass;
import dev.diptych.model.work.Phase;
import dev.diptych.model.work.Pipe;
import dev.diptych.model.work.WorkProfile;
import dev.diptych.sim.work.ExecutedWork;
import dev.diptych.sim.work.FactoredExtraction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The closed form of factored extraction against what executing its PTX counts, over all blocks: which of them moves a row is up to their timing,
 * what moving it takes is not.
 */
@Tag("long")
final class ExtractionFormTest {
    private static final Gpu GPU = new Gpu(0);
    private static final int TABLE_ROWS = 20_000;
    private static final int REGIONS = 3;
    private static final int MOST_SOURCES = 16;
    private static final int QUEUES = 64;
    private static final int SECTOR_BYTES = 32;
    /** Instructions or bytes of a block that no row comes with: the last block clears what others left. */
    private static final int FEW = 4096;

    private final Platform platform = Platforms.load("h200");
    private final Kernels kernels = new Kernels(platform, new Programs());
    private final SimMemory memory = new SimMemory(platform, kernels);

    /** Rows of the GPU's own, of the host's by region, and unknown ones: few and many, in accesses of 16 and 4 bytes. */
    @ParameterizedTest
    @CsvSource({
        "512, 1, 1000, 0, 0",
        "512, 4, 3000, 500, 0",
        "512, 8, 20000, 4000, 0",
        "128, 4, 6000, 1000, 0",
        "1024, 4, 3000, 900, 0",
        "132, 2, 2000, 600, 0",
        "32, 2, 9000, 3000, 0",
        "512, 2, 0, 3000, 0",
        "512, 2, 1500, 500, 1000",
    })
    void countsWhatExecutingIt(int rowBytes, int blocks, int localRows, int hostRows, int unknownRows) {
        Launch launch = extraction(rowBytes, blocks, localRows, hostRows, unknownRows);
        WorkProfile closed = new FactoredExtraction().profile(launch, platform, GPU, memory);
        WorkProfile executed = executed(launch);

        assertThat(executed.executedBlocks()).isEqualTo(blocks);
        near("warp instructions", closed, executed, 0.06, phase -> phase.slots().getOrDefault(Pipe.ISSUE, 0L), 0);
        near("bytes read of the host", closed, executed, 0.03, phase -> bytes(phase, HostMemory.HOST, false), 0);
        near(
                "bytes read of the GPU",
                closed,
                executed,
                0.06,
                phase -> bytes(phase, GPU, false),
                sum(closed, ExtractionFormTest::bytesOfAtomics));
        near(
                "bytes written",
                closed,
                executed,
                0.03,
                phase -> bytes(phase, GPU, true),
                sum(closed, ExtractionFormTest::bytesOfAtomics));
    }

    private static long bytes(Phase phase, Object place, boolean isWritten) {
        return phase.accesses().stream()
                .filter(access -> access.place().equals(place))
                .mapToLong(isWritten ? Access::writeBytes : Access::readBytes)
                .sum();
    }

    /** An atomic takes a sector each way, which the cache serves; the closed form has it as an atomic alone. */
    private static long bytesOfAtomics(Phase phase) {
        return phase.accesses().stream().mapToLong(Access::atomics).sum() * SECTOR_BYTES;
    }

    /** Within a share, or what blocks read that comes from the first-level cache in one order and not in another. */
    private static void near(
            String what,
            WorkProfile closed,
            WorkProfile executed,
            double share,
            ToLongFunction<Phase> part,
            long besides) {
        long exact = sum(executed, part);
        long few = FEW * executed.blocks();
        assertThat(sum(closed, part) + besides).as(what).isCloseTo(exact, within(few + (long) (exact * share)));
    }

    private static long sum(WorkProfile profile, ToLongFunction<Phase> part) {
        return profile.classes().stream()
                .mapToLong((BlockClass c) ->
                        c.blocks() * c.phases().stream().mapToLong(part).sum())
                .sum();
    }

    private WorkProfile executed(Launch launch) {
        return ExecutedWork.of(
                        kernels.launch(kernels.find(launch.kernel()).orElseThrow(), launch, memory),
                        GPU,
                        platform.spec(GPU),
                        memory.asItIs(),
                        1,
                        memory::idOf,
                        false)
                .profile();
    }

    private Launch extraction(int rowBytes, int blocks, int localRows, int hostRows, int unknownRows) {
        int sources = 2;
        int keys = localRows + hostRows + unknownRows;
        int[] counts = {localRows, hostRows / 2, hostRows / 3, hostRows - hostRows / 2 - hostRows / 3, unknownRows};
        long[] rows = new long[keys * counts.length];
        int[] targets = new int[keys * counts.length];
        int target = 0;
        for (int queue = 0; queue < counts.length; queue++) {
            for (int i = 0; i < counts[queue]; i++) {
                rows[queue * keys + i] = Philox.below(TABLE_ROWS, 7, queue, i);
                // Any order in which no two are neighbours; 7919 is prime.
                targets[queue * keys + i] = (int) ((target++ * 7919L) % keys);
            }
        }
        long[] countWords = new long[QUEUES];
        for (int queue = 0; queue < counts.length; queue++) {
            countWords[queue] = counts[queue];
        }
        List<Arg> args = new ArrayList<>(List.of(
                new Arg.Address(memory.allocate(GPU, (long) keys * rowBytes).all()),
                written(Bytes.ofLongs(rows)),
                written(Bytes.ofInts(targets)),
                written(Bytes.ofLongs(countWords)),
                written(Bytes.ofLongs(new long[2 * QUEUES + 1])),
                new Arg.I64(keys),
                new Arg.I32(rowBytes),
                new Arg.I32(sources),
                new Arg.I32(REGIONS),
                new Arg.I32(0),
                written(Bytes.ofInts(1, 0)),
                new Arg.I32(2),
                written(Bytes.ofInts(new int[MOST_SOURCES])),
                new Arg.Address(
                        memory.allocate(GPU, (long) TABLE_ROWS * rowBytes).all()),
                new Arg.Address(memory.allocate(HostMemory.HOST, (long) TABLE_ROWS * rowBytes)
                        .all())));
        args.addAll(Collections.nCopies(MOST_SOURCES - sources, new Arg.Null()));
        return new Launch(new Kernel("extraction", "extract_factored", 62, 0), Dim.of(blocks), Dim.of(1024), args);
    }

    private Arg written(Bytes bytes) {
        Buffer buffer = memory.allocate(GPU, bytes.size());
        memory.happen(new Effect.Stored(bytes, buffer.all()));
        return new Arg.Address(buffer.all());
    }
}
