package dev.diptych.systems.serving.scheduler;

import dev.diptych.model.InputException;
import dev.diptych.systems.Setting;

/**
 * How many block starts, and ends, kernels gather into one notice. Paella's gather 16 (SOSP'23; {@code noti_batch_size_} of its artifact), whatever the
 * grid. Since each notice costs those who send it and the one who reads it, large grids here gather more, so that no launch sends more than a number.
 *
 * @param blocksPerNotice at least; 0 for no notices
 * @param mostNotices of starts, and as many of ends, that a launch sends; 0 for no limit, so that each is of {@code blocksPerNotice}
 */
public record Reporting(int blocksPerNotice, int mostNotices) {
    /** Nothing reports. */
    public static final Reporting NONE = new Reporting(0, 0);

    /** What the device has room for in a word ({@code notices.cuh}). */
    private static final int MOST_BLOCKS_PER_NOTICE = (1 << 24) - 1;

    public Reporting {
        Setting.atLeast(0, "blocksPerNotice", blocksPerNotice);
        Setting.atLeast(0, "mostNotices", mostNotices);
        if (blocksPerNotice > MOST_BLOCKS_PER_NOTICE) {
            throw new InputException("setting 'blocksPerNotice' is %d; it should be at most %d"
                    .formatted(blocksPerNotice, MOST_BLOCKS_PER_NOTICE));
        }
    }

    /** Returns whether kernels report at all. */
    public boolean isOn() {
        return blocksPerNotice > 0;
    }

    /** Returns how many starts, and ends, of a launch's blocks make a notice; 0 for no notices. */
    public int of(long blocks) {
        if (!isOn() || mostNotices == 0) {
            return blocksPerNotice;
        }
        long share = (blocks + mostNotices - 1) / mostNotices;
        return (int) Math.min(Math.max(blocksPerNotice, share), MOST_BLOCKS_PER_NOTICE);
    }
}
