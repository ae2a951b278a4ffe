package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.exec.Guard;
import dev.diptych.sim.ptx.exec.Source;
import dev.diptych.sim.ptx.exec.WarpOperation;
import dev.diptych.sim.ptx.exec.matrix.RowsLoad;
import dev.diptych.sim.ptx.exec.matrix.RowsStore;
import dev.diptych.sim.ptx.exec.matrix.Transposition;
import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Space;
import java.util.List;

/** Matrix instructions, by opcode: those that move rows here, products and their fragments in {@link Products}. */
final class MatrixInstructions {
    private static final String ROWS =
            "(ld|st)matrix\\.sync\\.aligned\\.m8n8\\.x[124](\\.trans)?(\\.shared(::cta)?)?\\.b16";

    private final WarpOperands operands;
    private final Products products;

    MatrixInstructions(WarpOperands operands) {
        this.operands = operands;
        this.products = new Products(operands);
    }

    static boolean isOne(Instruction instruction) {
        return switch (instruction.opcode()) {
            case "ldmatrix", "stmatrix", "movmatrix", "mma", "wmma" -> true;
            default -> false;
        };
    }

    /** Returns whether it loads what may lie in global memory. */
    static boolean waitsForGlobal(Instruction instruction) {
        return instruction.opcode().equals("wmma")
                && instruction.has("load")
                && Address.space(instruction) != Space.SHARED;
    }

    WarpOperation of(Instruction i, int site, Guard guard) {
        return switch (i.opcode()) {
            case "mma" -> products.product(i, site, guard);
            case "wmma" -> products.tiled(i, site, guard);
            case "movmatrix" -> transposition(i, site, guard);
            default -> rows(i, site, guard);
        };
    }

    private WarpOperation transposition(Instruction i, int site, Guard guard) {
        if (!i.name().equals("movmatrix.sync.aligned.m8n8.trans.b16")) {
            throw operands.unsupported(i);
        }
        List<Source> target = operands.written(i, operands.sources(i, 0, 1, Slot.Kind.INT));
        List<Source> source = operands.sources(i, 1, 1, Slot.Kind.INT);
        return new Transposition(target.get(0).register(), source.get(0), site, guard);
    }

    private WarpOperation rows(Instruction i, int site, Guard guard) {
        if (!i.name().matches(ROWS)) {
            throw operands.unsupported(i);
        }
        int matrices = i.has("x1") ? 1 : i.has("x2") ? 2 : 4;
        boolean isTransposed = i.has("trans");
        if (i.opcode().equals("stmatrix")) {
            List<Source> sources = operands.sources(i, 1, matrices, Slot.Kind.INT);
            return new RowsStore(sources, isTransposed, operands.pointer(i, 0), site, guard);
        }
        List<Integer> targets = operands.written(i, operands.sources(i, 0, matrices, Slot.Kind.INT)).stream()
                .map(Source::register)
                .toList();
        return new RowsLoad(targets, isTransposed, operands.pointer(i, 1), site, guard);
    }
}
