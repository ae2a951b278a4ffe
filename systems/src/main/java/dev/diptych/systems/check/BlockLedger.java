package dev.diptych.systems.check;

import java.util.HashMap;
import java.util.Map;

/** How many blocks of which operation are to be told, and have been. */
final class BlockLedger {
    /** How many blocks of a launch have been told so far. */
    static final class Blocks {
        private int started;
        private int finished;

        int started() {
            return started;
        }

        int finished() {
            return finished;
        }

        boolean areAll(long blocks) {
            return started == blocks && finished == blocks;
        }
    }

    private final Map<Long, Long> expected = new HashMap<>();
    private final Map<Long, Blocks> told = new HashMap<>();

    /** Has a launch report a number of blocks. */
    void expect(long opId, long blocks) {
        expected.put(opId, blocks);
    }

    void tell(long opId, int started, int finished) {
        Blocks counted = of(opId);
        counted.started += started;
        counted.finished += finished;
    }

    /** Returns the count of an operation's blocks, which goes on. */
    Blocks of(long opId) {
        return told.computeIfAbsent(opId, unknown -> new Blocks());
    }

    /** Requires that an operation that has ended has told what it was to, if it was. */
    void settle(long opId, Lab lab) {
        Long blocks = expected.remove(opId);
        if (blocks != null) {
            Blocks counted = of(opId);
            lab.require(
                    counted.areAll(blocks),
                    "operation %d of %d blocks told %d starts and %d ends"
                            .formatted(opId, blocks, counted.started, counted.finished));
        }
    }
}
