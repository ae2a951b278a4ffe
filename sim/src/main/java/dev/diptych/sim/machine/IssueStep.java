package dev.diptych.sim.machine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Instructions issued: a crowd for each multiprocessor, made when the first block comes there. */
final class IssueStep implements Step {
    private final List<IssueSlots> slots;
    private final Crowds crowds;
    private final double alonePicos;
    private final double warpInstructions;
    private final @Nullable IssueShare[] bySm;

    IssueStep(List<IssueSlots> slots, Crowds crowds, double alonePicos, double warpInstructions) {
        this.slots = slots;
        this.crowds = crowds;
        this.alonePicos = alonePicos;
        this.warpInstructions = warpInstructions;
        this.bySm = new IssueShare[slots.size()];
    }

    /** Returns the crowd on a multiprocessor. */
    IssueShare on(int sm) {
        IssueShare share = bySm[sm];
        if (share == null) {
            share = crowds.add(id -> new IssueShare(id, slots.get(sm), alonePicos, warpInstructions));
            bySm[sm] = share;
        }
        return share;
    }

    /** Gives up its crowds. */
    void close() {
        for (IssueShare share : bySm) {
            if (share != null) {
                crowds.remove(share);
            }
        }
    }
}
