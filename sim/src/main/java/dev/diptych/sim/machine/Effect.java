package dev.diptych.sim.machine;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What an operation does to memory. */
sealed interface Effect {
    /** Returns what it may read. */
    List<Slice> reads();

    /** Returns what it may write. */
    List<Slice> writes();

    /** Bytes from the controller. */
    record Stored(Bytes bytes, Slice to) implements Effect {
        @Override
        public List<Slice> reads() {
            return List.of();
        }

        @Override
        public List<Slice> writes() {
            return List.of(to);
        }
    }

    /** A copy. */
    record Copied(Slice from, Slice to) implements Effect {
        @Override
        public List<Slice> reads() {
            return List.of(from);
        }

        @Override
        public List<Slice> writes() {
            return List.of(to);
        }
    }

    /**
     * A launch.
     *
     * @param readOnlyArgs indices of the arguments whose memory it only reads
     */
    record Launched(Launch launch, Gpu gpu, Set<Integer> readOnlyArgs) implements Effect {
        @Override
        public List<Slice> reads() {
            return launch.args().stream()
                    .filter(Arg.Address.class::isInstance)
                    .map(arg -> ((Arg.Address) arg).slice())
                    .toList();
        }

        @Override
        public List<Slice> writes() {
            List<Slice> slices = new ArrayList<>();
            for (int i = 0; i < launch.args().size(); i++) {
                if (launch.args().get(i) instanceof Arg.Address address && !readOnlyArgs.contains(i)) {
                    slices.add(address.slice());
                }
            }
            return slices;
        }
    }
}
