package dev.diptych.systems.serving.gate;

import com.google.auto.service.AutoService;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.SmSpec;
import dev.diptych.model.work.Footprint;

/**
 * Warps, blocks, registers and shared memory of the whole GPU in one sum each, as Paella counts them (SOSP'23; {@code sm_resources.h} of its
 * artifact, which leaves out the portions in which they are given out, and dynamic shared memory). It knows of no multiprocessors, so what is
 * left may lie in pieces too small for a block.
 */
@AutoService(Gate.class)
public final class Aggregate implements Gate {
    @Override
    public String name() {
        return "aggregate";
    }

    @Override
    public String summary() {
        return "warps, blocks, registers and shared memory of all multiprocessors in one sum each, as Paella";
    }

    @Override
    public Room open(GpuSpec gpu) {
        return new Sums(gpu.sm(), gpu.sms());
    }

    private static final class Sums implements Room {
        private long warps;
        private long blocks;
        private long registers;
        private long sharedBytes;

        Sums(SmSpec sm, long sms) {
            warps = sms * (sm.threads() / SmSpec.WARP_THREADS);
            blocks = sms * sm.blocks();
            registers = sms * sm.registers();
            sharedBytes = sms * sm.sharedBytes();
        }

        @Override
        public boolean fits(Footprint block, long count) {
            return warps >= count * block.warps()
                    && blocks >= count
                    && registers >= count * block.registers()
                    && sharedBytes >= count * block.sharedBytes();
        }

        @Override
        public void take(Footprint block, long count) {
            warps -= count * block.warps();
            blocks -= count;
            registers -= count * block.registers();
            sharedBytes -= count * block.sharedBytes();
        }

        @Override
        public void giveBack(Footprint block, long count) {
            take(block, -count);
        }
    }
}
