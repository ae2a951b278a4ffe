package dev.diptych.cli.ptx;

import dev.diptych.model.table.Column;
import dev.diptych.model.table.Table;
import dev.diptych.sim.ptx.exec.MemoryAccess;
import dev.diptych.sim.ptx.exec.SectorSink;

/** The sectors that warps touch in the order of execution, as a table; the kind is 0 for a load, 1 for a store, 2 for an atomic. */
public final class SectorTable implements SectorSink {
    private final Table table = new Table(
            "sectors",
            new Column("block", Column.Type.I64),
            new Column("warp", Column.Type.I32),
            new Column("kind", Column.Type.I32),
            new Column("address", Column.Type.I64));

    @Override
    public boolean touch(long block, int warp, MemoryAccess access, long address, int bytes) {
        int number = switch (access.kind()) {
            case LOAD -> 0;
            case STORE -> 1;
            case ATOMIC -> 2;
        };
        table.add(block, warp, number, address);
        return false;
    }

    /** Returns the table. */
    public Table table() {
        return table;
    }
}
