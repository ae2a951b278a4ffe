package dev.diptych.systems.embedding.refresh;

import java.util.ArrayList;
import java.util.List;

/** What became of each batch and of each look at the caches, in order. */
public final class Journal {
    /**
     * One batch of all GPUs.
     *
     * @param local keys whose rows a GPU had itself; likewise those of peers, of the host, and unknown ones
     * @param movedRows rows that were brought to GPUs before it, of all of them since the first batch
     * @param isMoving whether a refresh was under way when it began
     */
    public record Batch(
            long request, long local, long peer, long host, long unknown, long movedRows, boolean isMoving) {}

    /**
     * One look.
     *
     * @param batches that had ended
     * @param seconds that a batch takes where rows lie, as far as the counts tell
     * @param optimum the shortest time that any placement achieves
     * @param gain what a batch would have taken less with what the best memory proposed, by reads that it did not know
     * @param memory which one that is
     * @param rows to be moved for its proposal
     * @param isWorthIt whether they will be
     */
    public record Look(
            long batches, double seconds, double optimum, double gain, int memory, long rows, boolean isWorthIt) {}

    private final List<Batch> batches = new ArrayList<>();
    private final List<Look> looks = new ArrayList<>();
    private int faults;

    void add(Batch batch) {
        batches.add(batch);
    }

    void add(Look look) {
        looks.add(look);
    }

    void addFault() {
        faults++;
    }

    public List<Batch> batches() {
        return List.copyOf(batches);
    }

    public List<Look> looks() {
        return List.copyOf(looks);
    }

    /** Returns how many refreshes were given up for a fault. */
    public int faults() {
        return faults;
    }
}
