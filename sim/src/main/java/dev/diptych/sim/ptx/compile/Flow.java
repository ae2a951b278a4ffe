package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.TreeSet;

/**
 * The control flow of a kernel: basic blocks, where ways that part meet again, and which registers are needed later. The meeting point of a
 * block is its immediate post-dominator, found by the algorithm of Cooper, Harvey and Kennedy ("A Simple, Fast Dominance Algorithm",
 * 2001) on the reversed graph.
 */
final class Flow {
    private static final int NONE = -1;

    private final FlatKernel kernel;
    /** First instructions of the blocks, and the number of instructions at the end. */
    private final int[] starts;
    /** By block; the exit of the kernel is the number after the last block. */
    private final List<List<Integer>> successors = new ArrayList<>();

    private final int[] meetings;
    private final int[] loops;
    private final BitSet[] liveOut;

    Flow(FlatKernel kernel, Frame frame) {
        this.kernel = kernel;
        this.starts = leaders();
        for (int block = 0; block < blocks(); block++) {
            successors.add(successors(block));
        }
        this.meetings = meetings();
        this.loops = countLoops();
        this.liveOut = liveness(frame);
    }

    static boolean leaves(Instruction instruction) {
        return switch (instruction.opcode()) {
            case "bra", "brx", "exit", "ret", "trap" -> true;
            default -> false;
        };
    }

    private int[] leaders() {
        List<Instruction> body = kernel.body();
        TreeSet<Integer> leaders = new TreeSet<>(kernel.labels().values());
        leaders.add(0);
        for (int i = 0; i < body.size(); i++) {
            if (leaves(body.get(i))) {
                leaders.add(i + 1);
            }
        }
        leaders.add(body.size());
        return leaders.stream().mapToInt(Integer::intValue).toArray();
    }

    int blocks() {
        return starts.length - 1;
    }

    int start(int block) {
        return starts[block];
    }

    int end(int block) {
        return starts[block + 1];
    }

    /** Returns how many stretches at whose end a branch goes back to their begin a block stands in. */
    int loops(int block) {
        return loops[block];
    }

    private int[] countLoops() {
        int[] furthest = new int[blocks() + 1];
        Arrays.fill(furthest, NONE);
        for (int block = 0; block < blocks(); block++) {
            for (int head : successors.get(block)) {
                furthest[head] = block;
            }
        }
        int[] counts = new int[blocks()];
        for (int head = 0; head < blocks(); head++) {
            for (int block = head; block <= furthest[head]; block++) {
                counts[block]++;
            }
        }
        return counts;
    }

    /** Returns the block that begins at an instruction; of the end of the body, the exit. */
    int blockAt(int instruction) {
        int block = Arrays.binarySearch(starts, instruction);
        if (block < 0) {
            throw new IllegalStateException("no block begins at instruction " + instruction);
        }
        return block;
    }

    private List<Integer> successors(int block) {
        Instruction last = kernel.body().get(end(block) - 1);
        List<Integer> all = new ArrayList<>();
        boolean mayGoOn = !leaves(last) || last.guard() != null;
        switch (last.opcode()) {
            case "bra", "brx" -> targets(last).forEach(target -> all.add(blockAt(target)));
            case "exit", "ret", "trap" -> all.add(blocks());
            default -> {}
        }
        if (mayGoOn) {
            all.add(block + 1);
        }
        return all.stream().distinct().toList();
    }

    /** Returns the blocks that may follow one; the number of blocks means the kernel's end. */
    List<Integer> following(int block) {
        return successors.get(block);
    }

    /** Returns the instructions that a branch may lead to. */
    List<Integer> targets(Instruction branch) {
        Operand target = branch.operands().get(branch.opcode().equals("brx") ? 1 : 0);
        if (!(target instanceof Operand.Symbol symbol)) {
            throw kernel.refused(branch, "a branch should name a label");
        }
        List<String> labels = branch.opcode().equals("brx")
                ? kernel.branchTargets().getOrDefault(symbol.name(), List.of())
                : List.of(symbol.name());
        List<Integer> targets = new ArrayList<>();
        for (String label : labels) {
            Integer at = kernel.labels().get(label);
            if (at == null) {
                throw kernel.refused(branch, "label '%s' is not defined".formatted(label));
            }
            targets.add(at);
        }
        if (targets.isEmpty()) {
            throw kernel.refused(branch, "'%s' is not a list of labels".formatted(symbol.name()));
        }
        return targets;
    }

    /** Returns the block where lanes that part at the end of a block meet again; the number of blocks means the kernel's end. */
    int meeting(int block) {
        return meetings[block];
    }

    private int[] meetings() {
        int exit = blocks();
        List<List<Integer>> predecessors = new ArrayList<>();
        for (int i = 0; i <= exit; i++) {
            predecessors.add(new ArrayList<>());
        }
        for (int block = 0; block < exit; block++) {
            for (int successor : successors.get(block)) {
                predecessors.get(successor).add(block);
            }
        }
        int[] order = postOrder(exit, predecessors);
        int[] number = new int[exit + 1];
        Arrays.fill(number, NONE);
        for (int i = 0; i < order.length; i++) {
            number[order[i]] = i;
        }
        int[] dominator = new int[exit + 1];
        Arrays.fill(dominator, NONE);
        dominator[exit] = exit;
        for (boolean changed = true; changed; ) {
            changed = false;
            for (int i = order.length - 2; i >= 0; i--) {
                int block = order[i];
                int found = NONE;
                for (int successor : successors.get(block)) {
                    if (dominator[successor] != NONE) {
                        found = found == NONE ? successor : common(found, successor, dominator, number);
                    }
                }
                changed |= dominator[block] != found;
                dominator[block] = found;
            }
        }
        // A block that never reaches the exit, as an endless loop, has no meeting point but the end.
        for (int block = 0; block < exit; block++) {
            dominator[block] = dominator[block] == NONE ? exit : dominator[block];
        }
        return dominator;
    }

    private static int common(int one, int other, int[] dominator, int[] number) {
        int a = one;
        int b = other;
        while (a != b) {
            while (number[a] < number[b]) {
                a = dominator[a];
            }
            while (number[b] < number[a]) {
                b = dominator[b];
            }
        }
        return a;
    }

    /** Returns the nodes from which the exit is reached, in post-order of the reversed graph: the exit comes last. */
    private static int[] postOrder(int exit, List<List<Integer>> predecessors) {
        List<Integer> order = new ArrayList<>();
        BitSet seen = new BitSet();
        int[] stack = new int[exit + 1];
        int[] next = new int[exit + 1];
        int depth = 0;
        stack[depth++] = exit;
        seen.set(exit);
        while (depth > 0) {
            int node = stack[depth - 1];
            if (next[node] < predecessors.get(node).size()) {
                int predecessor = predecessors.get(node).get(next[node]++);
                if (!seen.get(predecessor)) {
                    seen.set(predecessor);
                    stack[depth++] = predecessor;
                }
            } else {
                order.add(node);
                depth--;
            }
        }
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    private BitSet[] liveness(Frame frame) {
        int blocks = blocks();
        BitSet[] in = new BitSet[blocks + 1];
        BitSet[] out = new BitSet[blocks + 1];
        for (int i = 0; i <= blocks; i++) {
            in[i] = new BitSet();
            out[i] = new BitSet();
        }
        for (boolean changed = true; changed; ) {
            changed = false;
            for (int block = blocks - 1; block >= 0; block--) {
                for (int successor : successors.get(block)) {
                    out[block].or(in[successor]);
                }
                BitSet live = (BitSet) out[block].clone();
                for (int i = end(block) - 1; i >= start(block); i--) {
                    step(live, kernel.body().get(i), frame);
                }
                if (!live.equals(in[block])) {
                    in[block] = live;
                    changed = true;
                }
            }
        }
        return out;
    }

    private static void step(BitSet live, Instruction instruction, Frame frame) {
        Registers.written(instruction).forEach(name -> live.clear(frame.number(frame.slot(instruction, name))));
        Registers.read(instruction).forEach(name -> live.set(frame.number(frame.slot(instruction, name))));
    }

    /** Returns the numbers of the registers that are needed after each instruction of a block, by its place in the block. */
    BitSet[] liveAfter(int block, Frame frame) {
        BitSet[] after = new BitSet[end(block) - start(block)];
        BitSet live = (BitSet) liveOut[block].clone();
        for (int i = after.length - 1; i >= 0; i--) {
            after[i] = (BitSet) live.clone();
            step(live, kernel.body().get(start(block) + i), frame);
        }
        return after;
    }
}
