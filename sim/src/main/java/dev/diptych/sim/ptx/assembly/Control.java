package dev.diptych.sim.ptx.assembly;

import static dev.diptych.sim.ptx.assembly.MachineOpcode.BAR;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.BRA;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.FENCE;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.REDUX;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.SHFL;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.VOTE;

/** Branches, barriers, fences, and exchanges inside a warp. */
final class Control {
    private Control() {}

    static Cost cost(Line line) {
        return switch (line.instruction().opcode()) {
            case "bra" -> line.way() == Way.ON || line.way() == Way.PREDICATES ? Cost.NONE : Cost.of(BRA);
            case "brx", "ret", "exit", "trap", "call", "nanosleep", "pmevent" -> Cost.of(BRA);
            case "bar", "barrier" -> line.instruction().has("warp") ? Cost.NONE : Cost.of(BAR);
            case "membar", "fence" ->
                line.instruction().has("cta") ? Cost.of(FENCE) : Cost.of(FENCE, FENCE, FENCE, FENCE);
            case "shfl", "movmatrix" -> Cost.of(SHFL);
            case "vote", "activemask", "elect" -> Cost.of(VOTE);
            case "match", "redux" -> Cost.of(REDUX);
            default -> Cost.NONE;
        };
    }
}
