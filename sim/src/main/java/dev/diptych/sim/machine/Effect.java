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

    /** The last moment at which a slice holds what a launch reads that is carried out later. */
    record Kept(KeptInput input) implements Effect {
        @Override
        public List<Slice> reads() {
            return List.of(input.slice());
        }

        @Override
        public List<Slice> writes() {
            return List.of();
        }
    }

    /**
     * A launch.
     *
     * @param readOnlyArgs indices of the arguments whose memory it only reads
     * @param kept what it reads that has been overwritten since
     */
    record Launched(Launch launch, Gpu gpu, Set<Integer> readOnlyArgs, List<KeptInput> kept) implements Effect {
        public Launched {
            kept = List.copyOf(kept);
        }

        Launched(Launch launch, Gpu gpu, Set<Integer> readOnlyArgs) {
            this(launch, gpu, readOnlyArgs, List.of());
        }

        /** Returns it with more of what it reads kept. */
        Launched keeping(List<KeptInput> more) {
            List<KeptInput> all = new ArrayList<>(kept);
            all.addAll(more);
            return new Launched(launch, gpu, readOnlyArgs, all);
        }

        /** Returns what it may read of the memory as it is: what is kept of its inputs is no longer there. */
        @Override
        public List<Slice> reads() {
            return launch.args().stream()
                    .filter(Arg.Address.class::isInstance)
                    .map(arg -> ((Arg.Address) arg).slice())
                    .filter(slice ->
                            kept.stream().noneMatch(input -> input.slice().equals(slice)))
                    .distinct()
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
