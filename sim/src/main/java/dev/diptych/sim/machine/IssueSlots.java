package dev.diptych.sim.machine;

import dev.diptych.model.hw.GpuSpec;
import dev.diptych.sim.engine.EventQueue;
import java.util.ArrayList;
import java.util.List;

/**
 * The issue slots of one multiprocessor, shared by its computing blocks: nobody gets more than he can use, and what is scarce is shared
 * equally among those who could use more (max-min fairness).
 */
final class IssueSlots {
    private final double instructionsPerPico;
    private final List<IssueSlots> disturbed;
    private final List<IssueShare> shares = new ArrayList<>();
    private boolean isDisturbed;

    /** @param disturbed where it puts itself down when it has to be settled */
    IssueSlots(GpuSpec gpu, List<IssueSlots> disturbed) {
        this.instructionsPerPico = gpu.sm().pipes().issue() * gpu.clock().megahertz() / 1e6;
        this.disturbed = disturbed;
    }

    void enter(IssueShare share) {
        shares.add(share);
    }

    void exit(IssueShare share) {
        shares.remove(share);
    }

    void disturb() {
        if (!isDisturbed) {
            isDisturbed = true;
            disturbed.add(this);
        }
    }

    /** Computes the rates of all blocks from now on. */
    void settle(EventQueue events) {
        isDisturbed = false;
        double fairDemand = fairDemand();
        for (int i = 0; i < shares.size(); i++) {
            IssueShare share = shares.get(i);
            share.advance(events.nowPicos());
            double granted = Math.min(1, fairDemand / share.demand());
            share.run(granted / share.alonePicos(), events);
        }
    }

    /** Returns the most that a block may issue per picosecond; infinite while there is enough for all. */
    private double fairDemand() {
        double demand = 0;
        for (int i = 0; i < shares.size(); i++) {
            demand += shares.get(i).size() * shares.get(i).demand();
        }
        if (demand <= instructionsPerPico) {
            return Double.POSITIVE_INFINITY;
        }
        // Each pass finds the modest ones under the current level and gives the others what they leave; it ends when
        // none is new.
        double level = 0;
        while (true) {
            double left = instructionsPerPico;
            int sharing = 0;
            for (int i = 0; i < shares.size(); i++) {
                IssueShare share = shares.get(i);
                if (share.demand() <= level) {
                    left -= share.size() * share.demand();
                } else {
                    sharing += share.size();
                }
            }
            double next = left / sharing;
            if (sharing == 0 || next <= level) {
                return level;
            }
            level = next;
        }
    }
}
