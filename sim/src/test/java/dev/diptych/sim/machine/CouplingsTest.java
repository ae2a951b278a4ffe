package dev.diptych.sim.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.Trunk;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Copy;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Kernel;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.Slice;
import dev.diptych.sim.Fixture;
import java.util.List;
import org.junit.jupiter.api.Test;

class CouplingsTest {
    /** Four GPUs, 25 GB/s from the host to each, and of the host's memory as much as three links carry. */
    private static final Platform PLATFORM = Fixture.platform(1, 4, 80);

    private static final Buffer PINNED = new Buffer(0, HostMemory.HOST, 1000);
    private static final Buffer OTHER_PINNED = new Buffer(1, HostMemory.HOST, 1000);

    private final Couplings couplings = new Couplings(PLATFORM);
    private int ops;

    @Test
    void leavesGpusApartThatUseTheirOwnMemory() {
        for (int gpu = 0; gpu < 4; gpu++) {
            add(gpu, new Copy(on(gpu).slice(0, 10), on(gpu).slice(10, 10)));
        }

        assertThat(couplings).returns(false, Couplings::haveChanged);
        assertThat(islands()).isEqualTo("[{0}, {1}, {2}, {3}]");
    }

    @Test
    void joinsPeersAsLongAsOneReachesTheOther() {
        SimOp first = add(0, new Copy(on(0).all(), on(2).all()));
        SimOp second = add(0, new Copy(on(0).all(), on(2).all()));
        add(3, new Copy(on(1).all(), on(3).all()));
        assertThat(islands()).isEqualTo("[{0, 2}, {1, 3}]");

        couplings.remove(first);
        assertThat(islands()).isEqualTo("[{0, 2}, {1, 3}]");
        couplings.remove(second);
        assertThat(couplings).returns(true, Couplings::haveChanged);
        assertThat(islands()).isEqualTo("[{0}, {1, 3}, {2}]");
    }

    @Test
    void joinsAChainOfPeers() {
        add(3, new Copy(on(3).all(), on(1).all()));
        add(0, new Copy(on(0).all(), on(3).all()));

        assertThat(islands()).isEqualTo("[{0, 1, 3}, {2}]");
    }

    @Test
    void joinsALaunchWithAllThatItsArgumentsName() {
        List<Arg> args =
                List.of(new Arg.Address(on(1).all()), new Arg.Null(), new Arg.Address(on(3).all()), new Arg.I64(0));
        add(1, new Launch(new Kernel("test", "gather", 32, 0), Dim.of(1), Dim.of(32), args));

        assertThat(islands()).isEqualTo("[{0}, {1, 3}, {2}]");
    }

    @Test
    void joinsThoseWhoTogetherCouldFillTheHostsMemory() {
        for (int gpu = 0; gpu < 3; gpu++) {
            add(gpu, new Copy(PINNED.all(), on(gpu).all()));
            add(gpu, new Copy(PINNED.slice(0, 1), on(gpu).slice(0, 1)));
        }
        assertThat(islands()).isEqualTo("[{0}, {1}, {2}, {3}]");

        // The other way uses a link of its own.
        add(2, new Copy(on(2).all(), OTHER_PINNED.all()));
        assertThat(islands()).isEqualTo("[{0, 1, 2}, {3}]");
    }

    @Test
    void joinsThoseOnATrunkThatTheyCouldFill() {
        List<Trunk> trunks = List.of(new Trunk(List.of(HostMemory.HOST), List.of(new Gpu(0), new Gpu(1)), 20, 25));
        Couplings trunked =
                new Couplings(new Platform("trunk", PLATFORM.gpus(), PLATFORM.links(), trunks, PLATFORM.host()));
        for (int gpu = 0; gpu < 3; gpu++) {
            trunked.add(op(gpu, new Copy(PINNED.all(), on(gpu).all())), List.of());
        }

        assertThat(trunked.islands()).hasToString("[{0, 1}, {2}, {3}]");
    }

    @Test
    void joinsWhoReadsAndWhoWritesOneBuffer() {
        add(0, new Copy(PINNED.all(), on(0).all()));
        add(1, new Copy(PINNED.all(), on(1).all()));
        assertThat(islands()).isEqualTo("[{0}, {1}, {2}, {3}]");

        Slice written = PINNED.slice(0, 100);
        couplings.add(op(3, new Copy(on(3).slice(0, 100), written)), List.of(written));
        assertThat(islands()).isEqualTo("[{0, 1, 3}, {2}]");
    }

    private static Buffer on(int gpu) {
        return new Buffer(2 + gpu, new Gpu(gpu), 1000);
    }

    private SimOp op(int gpu, Op op) {
        return new SimOp(ops++, new Gpu(gpu), 0, op, List.of(), 0);
    }

    private SimOp add(int gpu, Op op) {
        SimOp added = op(gpu, op);
        couplings.add(added, List.of());
        return added;
    }

    private String islands() {
        return couplings.islands().toString();
    }
}
