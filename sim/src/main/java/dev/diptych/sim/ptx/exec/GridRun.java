package dev.diptych.sim.ptx.exec;

import dev.diptych.model.op.Dim;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import org.jspecify.annotations.Nullable;

/**
 * What all blocks of a launch share.
 *
 * @param grid in blocks
 * @param block in threads
 * @param parameters the parameter block, laid out as the kernel declares it
 * @param globals addresses of the module's variables
 * @param sms multiprocessors, for {@code %smid}
 * @param times by which its warps are scheduled, if they are
 * @param sectors takes the stream of sectors that warps touch
 */
@SuppressWarnings("ArrayRecordComponent") // Compiled code reads them; nobody compares grids.
public record GridRun(
        KernelCode code,
        Dim grid,
        Dim block,
        int dynamicSharedBytes,
        byte[] parameters,
        long[] globals,
        GlobalMemory memory,
        int sms,
        @Nullable Timetable times,
        @Nullable SectorSink sectors,
        Console console) {}
