package dev.diptych.sim.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Kernel;
import dev.diptych.model.op.Launch;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.random.Philox;
import dev.diptych.model.work.Access;
import dev.diptych.model.work.BlockClass;
import dev.diptych.model.work.Phase;
import dev.diptych.model.work.Pipe;
import dev.diptych.model.work.Scatter;
import dev.diptych.model.work.WorkProfile;
import dev.diptych.sim.work.ExecutedWork;
import dev.diptych.sim.work.KernelWork;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The closed forms of kernels' work against what executing their PTX counts, block for block. */
final class ClosedFormsTest {
    private static final Gpu GPU = new Gpu(0);

    private final Platform platform = Platforms.load("h200");
    private final GpuSpec spec = platform.spec(GPU);
    private final Kernels kernels = new Kernels(platform, new Programs());
    private final SimMemory memory = new SimMemory(platform, kernels);

    @ParameterizedTest
    @CsvSource({
        "1000, 512, 20, 256",
        "4096, 128, 33, 128",
        "4099, 1024, 16, 64",
        "777, 544, 5, 96",
        "64, 32, 1, 32",
        "3000, 96, 8, 256"
    })
    void agreeOnGathers(int keyCount, int rowBytes, int blocks, int threads) {
        compare(gather(keyCount, rowBytes, 0, blocks, threads));
    }

    /** Passes that are full and passes that are not, rows of one access and rows of many, in accesses of 16, 8 and 4 bytes. */
    @ParameterizedTest
    @CsvSource({
        "1, 16, 16", "200, 16, 16", "4, 1024, 16", "7, 528, 16",
        "1, 8, 8", "200, 8, 8", "4, 264, 8", "7, 512, 8",
        "1, 4, 4", "200, 4, 4", "4, 132, 4", "7, 256, 4"
    })
    void countTheInstructionsOfAWarp(int keyCount, int rowBytes, int unitBytes) {
        Launch launch = gather(keyCount, rowBytes, unitBytes, 1, 32);
        long executed = sum(executed(launch), ClosedFormsTest::instructions);

        long closed = sum(work(launch).profile(launch, platform, GPU, memory), ClosedFormsTest::instructions);
        assertThat(closed).isCloseTo(executed, within(unitBytes == 16 ? executed * 3 / 100 : 0));
    }

    /** Rows in no order: nearly each lies in another granule than those shortly before. */
    @Test
    void turnToGranulesOfTheHost() {
        Launch launch = gather(1 << 14, 512, 0, 33, 256, HostMemory.HOST, 1 << 23);
        Scatter closed = scatter(work(launch).profile(launch, platform, GPU, memory));
        Scatter executed = scatter(executed(launch));

        assertThat(closed.turnsPerByte()).isEqualTo(1.0 / 512);
        assertThat(closed.spanBytes()).isEqualTo(4.0 * (1L << 30));
        assertThat(executed.turnsPerByte()).isCloseTo(closed.turnsPerByte(), withinPercentage(15));
        assertThat(executed.spanBytes()).isCloseTo(closed.spanBytes(), withinPercentage(1));
    }

    private static Scatter scatter(WorkProfile profile) {
        return profile.classes().get(0).phases().get(0).accesses().stream()
                .filter(access -> access.place() == HostMemory.HOST)
                .findFirst()
                .orElseThrow()
                .misses()
                .scatter();
    }

    private Launch gather(int keyCount, int rowBytes, int outOffsetBytes, int blocks, int threads) {
        return gather(keyCount, rowBytes, outOffsetBytes, blocks, threads, GPU, 5000);
    }

    private Launch gather(
            int keyCount, int rowBytes, int outOffsetBytes, int blocks, int threads, Place table, int rows) {
        long[] keys = new long[keyCount];
        for (int i = 0; i < keyCount; i++) {
            keys[i] = Philox.below(rows, 7, 1, i);
        }
        long outBytes = (long) keyCount * rowBytes;
        Buffer keyBuffer = memory.allocate(GPU, 8L * keyCount);
        memory.happen(new Effect.Stored(Bytes.ofLongs(keys), keyBuffer.all()));
        return new Launch(
                new Kernel("gather", "gather_rows", 62, 0),
                Dim.of(blocks),
                Dim.of(threads),
                List.of(
                        new Arg.Address(
                                memory.allocate(GPU, outOffsetBytes + outBytes).slice(outOffsetBytes, outBytes)),
                        new Arg.Address(
                                memory.allocate(table, (long) rows * rowBytes).all()),
                        new Arg.Address(keyBuffer.all()),
                        new Arg.I64(keyCount),
                        new Arg.I64(rows),
                        new Arg.I32(rowBytes),
                        new Arg.Null()));
    }

    private void compare(Launch launch) {
        KernelWork work = work(launch);
        WorkProfile closed = work.profile(launch, platform, GPU, memory);
        WorkProfile executed = executed(launch);
        assertThat(work.covers(launch)).as("the closed form holds").isTrue();
        assertThat(executed.executedBlocks()).isEqualTo(launch.grid().count());
        near("warp instructions", closed, executed, profile -> sum(profile, ClosedFormsTest::instructions));
        near("bytes read", closed, executed, profile -> sum(profile, ClosedFormsTest::readBytes));
        near("bytes written", closed, executed, profile -> sum(profile, ClosedFormsTest::writtenBytes));
        // What a warp finds in the first-level cache costs it no round; the closed forms know of none.
        long rounds = max(executed, ClosedFormsTest::rounds);
        assertThat(max(closed, ClosedFormsTest::rounds))
                .as("rounds of loads")
                .isBetween(rounds, rounds + 1 + rounds / 10);
    }

    private static KernelWork work(Launch launch) {
        return Plugins.find(
                KernelWork.class,
                "kernel",
                launch.kernel().module() + "/" + launch.kernel().entry());
    }

    private WorkProfile executed(Launch launch) {
        return ExecutedWork.of(
                        kernels.launch(kernels.find(launch.kernel()).orElseThrow(), launch, memory),
                        GPU,
                        spec,
                        memory.asItIs(),
                        1,
                        memory::idOf,
                        false)
                .profile();
    }

    /** Within 6 %, or a few instructions of a tail or sectors of an edge. */
    private static void near(String what, WorkProfile closed, WorkProfile executed, ToLongFunction<WorkProfile> count) {
        long exact = count.applyAsLong(executed);
        assertThat(count.applyAsLong(closed)).as(what).isCloseTo(exact, within(Math.max(64, exact * 6 / 100)));
    }

    private static long sum(WorkProfile profile, ToLongFunction<Phase> part) {
        return profile.classes().stream()
                .mapToLong(c -> c.blocks() * c.phases().stream().mapToLong(part).sum())
                .sum();
    }

    private static long max(WorkProfile profile, ToLongFunction<Phase> part) {
        return profile.classes().stream()
                .flatMap((BlockClass c) -> c.phases().stream())
                .mapToLong(part)
                .max()
                .orElse(0);
    }

    private static long instructions(Phase phase) {
        return phase.slots().getOrDefault(Pipe.ISSUE, 0L);
    }

    private static long readBytes(Phase phase) {
        return phase.accesses().stream().mapToLong(Access::readBytes).sum();
    }

    private static long writtenBytes(Phase phase) {
        return phase.accesses().stream().mapToLong(Access::writeBytes).sum();
    }

    private static long rounds(Phase phase) {
        return Math.round(phase.accesses().stream().mapToDouble(Access::rounds).sum());
    }
}
