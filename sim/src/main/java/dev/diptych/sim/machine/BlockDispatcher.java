package dev.diptych.sim.machine;

import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.run.Host;
import dev.diptych.sim.engine.EventQueue;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The execution engine of one GPU: grids in order of their launch, those of high-priority streams before all others, and the dispatcher that
 * places their blocks.
 *
 * <p>Only blocks of the first grid are placed, as long as it has any (rules G3 and X1 of Amert et al., RTSS'17); the next grid gets what is
 * left over. A queue for each priority, of which the higher one goes first between any two blocks, is theirs too (section 3.3). One block is placed every {@code 1 / megablocksPerSecond}, and only so many grids are resident.
 */
final class BlockDispatcher {
    private final GpuSpec spec;
    private final EventQueue events;
    private final Blocks blocks;
    private final Consumer<Grid> whenPlaced;
    private final SmPool sms;
    private final PipeShares shares;
    private final ArrayDeque<Grid> grids = new ArrayDeque<>();
    private final ArrayDeque<Grid> highPriority = new ArrayDeque<>();
    private final double picosPerBlock;

    private int residentGrids;
    private double nextPicos;
    private boolean isWakePlanned;

    /** @param whenPlaced is told of each block, after it has been placed */
    BlockDispatcher(GpuSpec spec, EventQueue events, Blocks blocks, Consumer<Grid> whenPlaced) {
        this.spec = spec;
        this.events = events;
        this.blocks = blocks;
        this.whenPlaced = whenPlaced;
        this.sms = new SmPool(spec);
        this.shares = new PipeShares(blocks, spec.sms(), spec.sm().blocks());
        this.picosPerBlock = 1e6 / spec.dispatch().megablocksPerSecond();
    }

    /** Appends a grid to the execution engine's queue of its priority. */
    void append(Grid grid) {
        queueOf(grid).add(grid);
        if (first() == grid) {
            sms.aimAt(grid.footprint());
            placeBlocks();
        }
    }

    private ArrayDeque<Grid> queueOf(Grid grid) {
        return grid.op().stream() >= Host.HIGH_PRIORITY_STREAM ? highPriority : grids;
    }

    private @Nullable Grid first() {
        return highPriority.isEmpty() ? grids.peek() : highPriority.peek();
    }

    /** Frees what a retired block had taken. */
    void retire(int block) {
        Grid grid = blocks.grid(block);
        sms.release(blocks.sm(block), grid.footprint());
        shares.exit(block);
        blocks.end(block);
        if (grid.isRetired()) {
            residentGrids--;
        }
        placeBlocks();
    }

    /** Gives all resident blocks the shares of their pipes that they have from now on. */
    void settle() {
        shares.settle();
    }

    /** Continues at the time that it had planned. */
    void wake() {
        isWakePlanned = false;
        placeBlocks();
    }

    private void placeBlocks() {
        while (true) {
            Grid grid = first();
            if (grid == null || isWakePlanned || !sms.hasRoom()) {
                return;
            }
            boolean isFirst = grid.placed() == 0;
            if (isFirst && residentGrids == spec.dispatch().residentGrids()) {
                return;
            }
            long nowPicos = events.nowPicos();
            if (nowPicos < nextPicos) {
                isWakePlanned = true;
                events.add((long) Math.ceil(nextPicos), Event.of(Event.DISPATCH, 0));
                return;
            }
            // A wake-up rounds up by less than 1 ps; what it rounds must not slow the dispatcher down.
            nextPicos = (nowPicos - nextPicos < 1 ? nextPicos : nowPicos) + picosPerBlock;
            residentGrids += isFirst ? 1 : 0;
            place(grid);
        }
    }

    private void place(Grid grid) {
        shares.enter(blocks.start(grid, sms.take(), spec.dispatch().blockNanos()));
        if (grid.isPlaced()) {
            queueOf(grid).remove();
            Grid next = first();
            if (next != null) {
                sms.aimAt(next.footprint());
            }
        }
        whenPlaced.accept(grid);
    }
}
