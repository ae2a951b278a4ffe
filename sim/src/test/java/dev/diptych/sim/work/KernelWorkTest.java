package dev.diptych.sim.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.kernels.KernelCatalog;
import dev.diptych.kernels.KernelEntry;
import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
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
import dev.diptych.model.work.Access;
import dev.diptych.model.work.BlockClass;
import dev.diptych.model.work.WorkProfile;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every kernel's work model promises, for each one that is found; and the bytes of each kernel. */
class KernelWorkTest {
    private static final Platform PLATFORM = Platforms.load("h200");
    private static final Gpu GPU = new Gpu(0);
    private static final Gpu HERE = new Gpu(0);
    private static final Gpu PEER = new Gpu(1);
    private static final KnownBytes NOTHING = slice -> Optional.empty();

    static List<String> names() {
        return Plugins.all(KernelWork.class).stream().map(KernelWork::name).toList();
    }

    @Test
    void coversTheKernelsThatAreLaunchedForTheirTime() {
        assertThat(names())
                .containsExactlyInAnyOrder(
                        "bucketing/bucket_keys",
                        "directory/directory_publish",
                        "directory/directory_publish_rows",
                        "extraction/extract_factored",
                        "gather/gather_rows",
                        "spin/spin",
                        "spin/spin_reporting",
                        "surrogate");
    }

    @ParameterizedTest
    @MethodSource("names")
    void isNamedAfterAKernelOfTheCatalog(String name) {
        KernelEntry entry = entry(name);

        assertThat(name).isIn(entry.module(), entry.module() + "/" + entry.name());
    }

    @ParameterizedTest
    @MethodSource("names")
    void readsOnlyThroughPointers(String name) {
        KernelEntry entry = entry(name);

        assertThat(work(name).readOnlyArgs())
                .allSatisfy(index ->
                        assertThat(entry.parameters().get(index).pointer()).isTrue());
    }

    @ParameterizedTest
    @MethodSource("names")
    void dividesAnyGridIntoItsClasses(String name) {
        for (int items : new int[] {0, 1, 31, 32, 33, 1000, 4097, 100_003}) {
            for (Dim grid : new Dim[] {Dim.of(1), Dim.of(7), new Dim(5, 3, 2)}) {
                for (Dim block : new Dim[] {Dim.of(1), Dim.of(48), Dim.of(256), new Dim(16, 4, 2)}) {
                    WorkProfile profile = profile(name, items, grid, block);

                    assertThat(profile.classes().stream()
                                    .mapToLong(BlockClass::blocks)
                                    .sum())
                            .as("%s of %d items by %s x %s", name, items, grid, block)
                            .isEqualTo(grid.count());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void refusesTooFewArguments(String name) {
        assertThatThrownBy(() -> work(name)
                        .profile(new Launch(kernel(), Dim.of(1), Dim.of(32), List.of()), PLATFORM, GPU, NOTHING))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("launch of " + name + ": it takes ");
    }

    @Test
    void gathersFromWhereTheTableIs() {
        for (Place place : new Place[] {HostMemory.HOST, PEER}) {
            WorkProfile profile = gather(1024, 512, place, NOTHING, Dim.of(16), Dim.of(256));

            assertThat(total(profile, place, true)).isEqualTo(1024 * 512);
            assertThat(total(profile, HERE, true)).isEqualTo(1024 * 8);
            assertThat(total(profile, HERE, false)).isEqualTo(1024 * 512);
        }
    }

    @ParameterizedTest
    @CsvSource({"512, 4", "128, 16", "1024, 4"})
    void gathersFourRowsOfAGroupAtATime(int rowBytes, int rowsPerWarp) {
        // Two passes of each group: a round for the keys and one for each access of a row's lanes.
        WorkProfile profile = gather(rowsPerWarp * 2, rowBytes, HERE, NOTHING, Dim.of(1), Dim.of(32));

        assertThat(memory(profile, HERE).rounds()).isEqualTo(2.0 * (1 + Math.max(1, rowBytes / 512)));
    }

    @Test
    void countsTheSectorsThatUnalignedRowsTouch() {
        // Rows of 36 bytes start at every multiple of 4: (36 + 32 - 4) / 32 = 2 sectors each.
        WorkProfile profile = gather(100, 36, PEER, NOTHING, Dim.of(1), Dim.of(32));

        assertThat(total(profile, PEER, true)).isEqualTo(100 * 64);
    }

    @Test
    void losesNoRowWhereGroupsStraddleBlocks() {
        for (int keys : new int[] {1, 31, 32, 33, 5000}) {
            WorkProfile profile = gather(keys, 512, PEER, NOTHING, Dim.of(5), Dim.of(48));

            assertThat(total(profile, PEER, true)).isEqualTo(keys * 512L);
        }
    }

    @Test
    void hitsOftenWhereKnownKeysRepeat() {
        long[] keys = new long[4096];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = i % 16;
        }

        WorkProfile repeated =
                gather(4096, 512, PEER, slice -> Optional.of(Bytes.ofLongs(keys)), Dim.of(4), Dim.of(256));
        WorkProfile uniform = gather(4096, 512, PEER, NOTHING, Dim.of(4), Dim.of(256));

        assertThat(memory(repeated, PEER).cacheHitShare()).isGreaterThan(0.99);
        assertThat(memory(uniform, PEER).cacheHitShare()).isLessThan(0.05);
    }

    @Test
    void movesNoRowForAKeyBeyondTheTable() {
        long[] keys = {0, 1, 1 << 20, -1};

        WorkProfile profile = gather(4, 512, PEER, slice -> Optional.of(Bytes.ofLongs(keys)), Dim.of(1), Dim.of(256));

        assertThat(total(profile, PEER, true)).isEqualTo(2 * 512);
    }

    @Test
    void refusesAnArrayThatIsTooShort() {
        List<Arg> args = List.of(
                new Arg.Address(new Buffer(0, HERE, 16).all()),
                new Arg.Address(new Buffer(1, HERE, 1 << 20).all()),
                new Arg.Address(new Buffer(2, HERE, 64).all()),
                new Arg.I64(8),
                new Arg.I64(16),
                new Arg.I32(512),
                new Arg.Null());

        assertThatThrownBy(() -> work("gather/gather_rows")
                        .profile(new Launch(kernel(), Dim.of(1), Dim.of(32), args), PLATFORM, GPU, NOTHING))
                .isInstanceOf(InputException.class)
                .hasMessage("launch of gather/gather_rows: argument 0 (out) has 16 bytes, but 8 x 512 are touched");
    }

    @Test
    void refusesAnArgumentOfAnotherType() {
        List<Arg> args = List.of(new Arg.I32(5));

        assertThatThrownBy(() -> work("spin/spin")
                        .profile(new Launch(kernel(), Dim.of(1), Dim.of(32), args), PLATFORM, GPU, NOTHING))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "launch of spin/spin: argument 0 (cycles) should be a 64-bit whole number, but is I32[value=5]");
    }

    private static KernelWork work(String name) {
        return Plugins.find(KernelWork.class, "kernel", name);
    }

    private static KernelEntry entry(String name) {
        String[] parts = name.split("/", -1);
        KernelCatalog catalog = KernelCatalog.load();
        return parts.length == 1 ? catalog.entries(name).get(0) : catalog.entry(parts[0], parts[1]);
    }

    private static Kernel kernel() {
        return new Kernel("any", "any", 32, 0);
    }

    /** A launch with zeroed buffers, of sixteen numbers or rows for each of {@code items}, for every pointer and {@code items} for every count. */
    private static WorkProfile profile(String name, int items, Dim grid, Dim block) {
        List<Arg> args = new ArrayList<>();
        for (KernelEntry.Parameter parameter : entry(name).parameters()) {
            if (parameter.name().equals("notices")) {
                continue;
            }
            if (parameter.pointer()) {
                args.add(new Arg.Address(new Buffer(args.size(), HERE, Math.max(1024, items * 128L)).all()));
            } else if (parameter.name().equals("local")) {
                args.add(new Arg.I32(0));
            } else {
                args.add(
                        switch (parameter.type()) {
                            case "f32" -> new Arg.F32(1);
                            case "u32" -> new Arg.I32(8);
                            default -> new Arg.I64(items);
                        });
            }
        }
        KnownBytes zeros = slice -> Optional.of(Bytes.copyOf(ByteBuffer.allocate((int) slice.bytes())));
        return work(name).profile(new Launch(kernel(), grid, block, args), PLATFORM, GPU, zeros);
    }

    private static WorkProfile gather(int keys, int rowBytes, Place tablePlace, KnownBytes bytes, Dim grid, Dim block) {
        int tableRows = 1 << 20;
        List<Arg> args = List.of(
                new Arg.Address(new Buffer(0, HERE, (long) keys * rowBytes).all()),
                new Arg.Address(new Buffer(1, tablePlace, (long) tableRows * rowBytes).all()),
                new Arg.Address(new Buffer(2, HERE, keys * 8L).all()),
                new Arg.I64(keys),
                new Arg.I64(tableRows),
                new Arg.I32(rowBytes),
                new Arg.Null());
        return work("gather/gather_rows").profile(new Launch(kernel(), grid, block, args), PLATFORM, GPU, bytes);
    }

    private static Access memory(WorkProfile profile, Place place) {
        return profile.classes().get(0).phases().get(0).accesses().stream()
                .filter(access -> access.place().equals(place))
                .findFirst()
                .orElseThrow();
    }

    private static long total(WorkProfile profile, Place place, boolean reads) {
        long bytes = 0;
        for (BlockClass blocks : profile.classes()) {
            for (Access access : blocks.phases().get(0).accesses()) {
                if (access.place().equals(place)) {
                    bytes += blocks.blocks() * (reads ? access.readBytes() : access.writeBytes());
                }
            }
        }
        return bytes;
    }
}
