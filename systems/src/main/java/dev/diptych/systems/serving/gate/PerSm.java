package dev.diptych.systems.serving.gate;

import com.google.auto.service.AutoService;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.SmSpec;
import dev.diptych.model.work.Footprint;

/**
 * Multiprocessors: a kernel takes as many as its blocks fill, {@code blocks / blocksPerSm}, with what {@link Footprint} knows of portions and
 * limits; so what is short on each multiprocessor counts for each kernel by itself. Orion counts them so, rounded up ({@code sm_needed},
 * EuroSys'24). Kernels that are short of different things could share more than it lets them.
 */
@AutoService(Gate.class)
public final class PerSm implements Gate {
    @Override
    public String name() {
        return "per-sm";
    }

    @Override
    public String summary() {
        return "multiprocessors that each kernel's blocks fill, by its own scarcest resource";
    }

    @Override
    public Room open(GpuSpec gpu) {
        return new Multiprocessors(gpu.sm(), gpu.sms());
    }

    private static final class Multiprocessors implements Room {
        /** What a block may take of a multiprocessor, in whole units: 1 / blocksPerSm has no exact binary fraction, and sums must come back to 0. */
        private static final long UNIT = 1L << 32;

        private final SmSpec sm;
        private long free;

        Multiprocessors(SmSpec sm, long sms) {
            this.sm = sm;
            this.free = sms * UNIT;
        }

        @Override
        public boolean fits(Footprint block, long count) {
            return free >= count * unitsOf(block);
        }

        @Override
        public void take(Footprint block, long count) {
            free -= count * unitsOf(block);
        }

        @Override
        public void giveBack(Footprint block, long count) {
            take(block, -count);
        }

        private long unitsOf(Footprint block) {
            return UNIT / block.blocksPerSm(sm);
        }
    }
}
