package dev.diptych.systems.serving.gate;

import com.google.auto.service.AutoService;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.work.Footprint;

/** No gate: every kernel goes to the GPU, which has it wait. */
@AutoService(Gate.class)
public final class Open implements Gate {
    @Override
    public String name() {
        return "open";
    }

    @Override
    public String summary() {
        return "every kernel may go";
    }

    @Override
    public Room open(GpuSpec gpu) {
        return new Room() {
            @Override
            public boolean fits(Footprint block, long blocks) {
                return true;
            }

            @Override
            public void take(Footprint block, long blocks) {}

            @Override
            public void giveBack(Footprint block, long blocks) {}
        };
    }
}
