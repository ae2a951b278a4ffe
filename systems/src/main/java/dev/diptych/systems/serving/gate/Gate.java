package dev.diptych.systems.serving.gate;

import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.plugin.Plugin;
import dev.diptych.model.work.Footprint;

/** Whether one more kernel would find room on the GPU at once, by what has been released and has not ended. */
public interface Gate extends Plugin<Plugin.None> {
    /** Returns the gate of a GPU on which nothing runs. */
    Room open(GpuSpec gpu);

    /** What is free. */
    interface Room {
        /** Returns whether all blocks of a kernel have room. */
        boolean fits(Footprint block, long blocks);

        /** Takes room for blocks that are released, also when there is none: it is owed then. */
        void take(Footprint block, long blocks);

        /** Gives back the room of blocks that have ended. */
        void giveBack(Footprint block, long blocks);
    }

    @Override
    default None defaults() {
        return new None();
    }
}
