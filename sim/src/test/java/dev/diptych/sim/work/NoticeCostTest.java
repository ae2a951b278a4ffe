package dev.diptych.sim.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.kernels.KernelCatalog;
import dev.diptych.kernels.KernelEntry;
import dev.diptych.model.InputException;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Kernel;
import dev.diptych.model.op.Launch;
import dev.diptych.model.work.BlockClass;
import dev.diptych.model.work.Phase;
import dev.diptych.model.work.WorkProfile;
import dev.diptych.sim.Fixture;
import dev.diptych.sim.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What launches that report take longer, whatever their kernel; and which kernels can report. */
class NoticeCostTest {
    private static final Platform PLATFORM = Platforms.load("h200");
    private static final GpuSpec H200 = PLATFORM.spec(Fixture.GPU);

    @Test
    void isAWaitBeforeAndAfterEachBlocksWork() {
        Phase work = Phase.compute(7, 100);
        WorkProfile profile = new WorkProfile(List.of(new BlockClass(5, List.of(work))), List.of());
        long hit = H200.l2().hitCycles();

        for (boolean loads : new boolean[] {false, true}) {
            long load = loads ? hit : 0;
            Phase count = Phase.compute(0, 3 * hit + load);
            Phase tell = Phase.compute(0, 6 * hit + load);
            Phase end = Phase.compute(0, Math.round(10.5 * hit) + load);

            assertThat(NoticeCost.added(profile, 1, loads, H200).classes())
                    .containsExactly(new BlockClass(5, List.of(tell, work, end)));
            assertThat(NoticeCost.added(profile, 2, loads, H200).classes())
                    .containsExactly(
                            new BlockClass(2, List.of(count, work, count)),
                            new BlockClass(3, List.of(tell, work, end)));
            assertThat(NoticeCost.added(profile, 16, loads, H200).classes())
                    .containsExactly(
                            new BlockClass(4, List.of(count, work, count)),
                            new BlockClass(1, List.of(tell, work, end)));
        }
    }

    /** One block: what its launch takes longer is one wait at its start and one at its end; a kernel of {@code notices.cuh} loads first. */
    @Test
    void isAddedToEachLaunchThatReports() {
        for (String[] pair : new String[][] {{"spin", "spin"}, {"spin", "spin_reporting"}, {"stream", "stream_copy"}}) {
            KernelEntry entry = KernelCatalog.load().entry(pair[0], pair[1]);
            Kernel kernel = new Kernel(pair[0], pair[1], entry.registersPerThread(), entry.staticSharedBytes());
            Script script = Script.run(PLATFORM, List.of(), host -> {
                Buffer buffer = host.host().allocate(Fixture.GPU, 8192);
                List<Arg> args = pair[0].equals("spin")
                        ? List.of(new Arg.I64(10_000))
                        : List.of(
                                new Arg.Address(buffer.slice(0, 4096)),
                                new Arg.Address(buffer.slice(4096, 4096)),
                                new Arg.I64(1024));
                host.submit(0, new Launch(kernel, Dim.of(1), Dim.of(128), 0, args, 0));
                host.submit(0, new Launch(kernel, Dim.of(1), Dim.of(128), 0, args, 0));
                host.submit(0, new Launch(kernel, Dim.of(1), Dim.of(128), 0, args, 16));
            });

            long plain = script.span(1).endNanos() - script.span(1).startNanos();
            long reporting = script.span(2).endNanos() - script.span(2).startNanos();
            long hit = H200.l2().hitCycles();
            boolean loads = pair[1].equals("spin_reporting");
            double cycles = 16.5 * hit + (loads ? 2 * hit : 0);
            assertThat((double) (reporting - plain))
                    .as(entry.name())
                    .isBetween(
                            1000 * cycles / H200.clock().megahertz() - 2,
                            1000 * cycles / H200.clock().megahertz() + 2);
            assertThat(script.told()).contains("op 2: 1 started, 0 finished", "op 2: 0 started, 1 finished");
        }
    }

    @Test
    void isRefusedWhereTheKernelCannotBeGivenNotices(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("old.ptx");
        Files.writeString(file, ".version 6.0\n.target sm_60\n.address_size 64\n.visible .entry k() { ret; }\n");
        Kernel kernel = new Kernel(file.toString(), "k", 16, 0);

        Script.run(
                PLATFORM,
                List.of(),
                host -> host.submit(0, new Launch(kernel, Dim.of(1), Dim.of(32), 0, List.of(), 0)));
        assertThatThrownBy(() -> Script.run(
                        PLATFORM,
                        List.of(),
                        host -> host.submit(0, new Launch(kernel, Dim.of(1), Dim.of(32), 0, List.of(), 16))))
                .isInstanceOf(InputException.class)
                .hasMessage(file
                        + ": kernel 'k' cannot report its blocks: the target is 'sm_60', and it takes sm_70 or later");
    }
}
