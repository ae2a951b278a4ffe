package dev.diptych.validation.timeline;

import dev.diptych.model.InputException;
import dev.diptych.model.run.BlockTrace;
import dev.diptych.model.run.RunLog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which row of a timeline shows which block: a multiprocessor has a row for each block that it holds at a time. Of a long trace, the blocks that
 * ended first are shown: a page with millions of them opens nowhere.
 */
public final class BlockRows {
    /** At some 120 bytes a block, 6 MB of a timeline. */
    static final int MOST_BLOCKS = 50_000;

    /**
     * A block on its row.
     *
     * @param row its index in {@link #tracks}
     * @param op its launch's id
     */
    public record Block(int row, int op, long startNanos, long endNanos) {}

    private record Sm(int gpu, int index) implements Comparable<Sm> {
        private static final Comparator<Sm> ORDER =
                Comparator.comparingInt(Sm::gpu).thenComparingInt(Sm::index);

        @Override
        public int compareTo(Sm other) {
            return ORDER.compare(this, other);
        }
    }

    private final List<Track> tracks = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();

    /**
     * Assigns the blocks of a trace.
     *
     * @throws InputException when a block is of no launch in the log
     */
    public BlockRows(BlockTrace trace, RunLog log) {
        Map<Sm, List<Block>> bySm = new TreeMap<>();
        BlockTrace.Cursor cursor = trace.cursor();
        for (int i = 0; i < MOST_BLOCKS && cursor.next(); i++) {
            if (cursor.op() >= log.ops().rows()) {
                throw new InputException("block %d of the trace is of operation %d, but the log has %d operations"
                        .formatted(i, cursor.op(), log.ops().rows()));
            }
            int op = (int) cursor.op();
            int gpu = (int) log.ops().column("gpu").get(op);
            bySm.computeIfAbsent(new Sm(gpu, cursor.sm()), added -> new ArrayList<>())
                    .add(new Block(0, op, cursor.startNanos(), cursor.endNanos()));
        }
        bySm.forEach(this::assign);
    }

    /** Puts each block, in order of its start, on the first row that is free then. */
    private void assign(Sm sm, List<Block> ofSm) {
        ofSm.sort(Comparator.comparingLong(Block::startNanos)
                .thenComparingLong(Block::endNanos)
                .thenComparingInt(Block::op));
        int first = tracks.size();
        List<Long> freeNanos = new ArrayList<>();
        for (Block block : ofSm) {
            int lane = 0;
            while (lane < freeNanos.size() && freeNanos.get(lane) > block.startNanos) {
                lane++;
            }
            if (lane == freeNanos.size()) {
                freeNanos.add(0L);
                String title = "SM " + sm.index;
                tracks.add(new Track(sm.gpu, lane == 0 ? title : title + " (" + (lane + 1) + ")"));
            }
            freeNanos.set(lane, block.endNanos);
            blocks.add(new Block(first + lane, block.op, block.startNanos, block.endNanos));
        }
    }

    /** Returns the rows from top to bottom: by GPU, then by multiprocessor. */
    public List<Track> tracks() {
        return List.copyOf(tracks);
    }

    /** Returns the blocks that are shown, by multiprocessor, and there in the order of their starts. */
    public List<Block> blocks() {
        return List.copyOf(blocks);
    }
}
