package dev.diptych.sim.machine;

import dev.diptych.model.hw.GpuSpec;

/** The parts of one simulated GPU. */
record SimGpu(GpuSpec spec, HardwareQueues queues, BlockDispatcher dispatcher, CopyEngines copyEngines, Steps steps) {}
