package dev.diptych.cli.ptx;

import dev.diptych.model.table.Column;
import dev.diptych.model.table.Table;
import dev.diptych.sim.ptx.Counts;
import dev.diptych.sim.ptx.WarpSink;

/** The counts of each warp, as a table. */
public final class WarpTable implements WarpSink {
    private static final Column.Type LONG = Column.Type.I64;

    private final Table table = new Table(
            "warps",
            new Column("block", LONG),
            new Column("warp", LONG),
            new Column("threadInstructions", LONG),
            new Column("warpInstructions", LONG),
            new Column("branches", LONG),
            new Column("divergentBranches", LONG),
            new Column("globalLoads", LONG),
            new Column("globalStores", LONG),
            new Column("globalAtomics", LONG),
            new Column("globalSectors", LONG),
            new Column("sharedLoads", LONG),
            new Column("sharedStores", LONG),
            new Column("sharedAtomics", LONG),
            new Column("sharedConflicts", LONG),
            new Column("chainCycles", LONG),
            new Column("chainRounds", LONG));

    @Override
    public void ended(long block, int warp, Counts counts) {
        table.add(
                block,
                warp,
                counts.threadInstructions(),
                counts.warpInstructions(),
                counts.branches(),
                counts.divergentBranches(),
                counts.globalLoads(),
                counts.globalStores(),
                counts.globalAtomics(),
                counts.globalSectors(),
                counts.sharedLoads(),
                counts.sharedStores(),
                counts.sharedAtomics(),
                counts.sharedConflicts(),
                counts.demand().chainCycles(),
                counts.demand().chainRounds());
    }

    /** Returns the table, a row for each warp in the order in which their blocks ended. */
    public Table table() {
        return table;
    }
}
