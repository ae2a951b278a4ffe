package dev.diptych.sim.machine;

/** The blocks on one multiprocessor that compute the same. */
final class IssueShare extends Crowd {
    private final IssueSlots slots;
    private final double alonePicos;
    private final double demand;

    /**
     * @param alonePicos what the phase takes a block that has the multiprocessor to itself
     * @param warpInstructions that a block issues in the phase
     */
    IssueShare(int id, IssueSlots slots, double alonePicos, double warpInstructions) {
        super(id);
        this.slots = slots;
        this.alonePicos = alonePicos;
        this.demand = warpInstructions / alonePicos;
    }

    double alonePicos() {
        return alonePicos;
    }

    /** Returns what a block would issue if it were alone, in warp instructions per picosecond. */
    double demand() {
        return demand;
    }

    @Override
    void joined(int client) {
        if (size() == 1) {
            slots.enter(this);
        }
        slots.disturb();
    }

    @Override
    void left(int client) {
        if (size() == 0) {
            slots.exit(this);
        }
        slots.disturb();
    }

    @Override
    void disturb() {
        slots.disturb();
    }
}
