package dev.diptych.sim.ptx.compile;

import dev.diptych.model.work.Pipe;
import dev.diptych.sim.ptx.assembly.Cost;
import dev.diptych.sim.ptx.exec.UnrolledLoop;
import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What a counted loop consists of, which decides whether the assembler unrolls it and how many of its loads it moves together. */
final class LoopBody {
    /** Weight of a body without loads, with one of global memory, and what each of shared memory adds. */
    private static final int MOST_WEIGHT = 18;

    private static final int MOST_WEIGHT_WITH_LOADS = 46;
    private static final int WEIGHT_OF_SHARED_LOAD = 5;
    private static final int MOST_WEIGHT_WITH_SHARED_LOADS = 96;
    /** What a load counts beside other instructions. */
    private static final int LOAD_WEIGHT = 2;
    /** Loaded values for which an assembler finds registers before the first of them is used. */
    private static final int LOADS_ON_THEIR_WAY = 18;

    private final CountedLoop loop;
    private final FlatKernel kernel;
    private final Flow flow;
    private final List<Cost> costs;
    private final int start;
    private final int end;

    /** @param costs of the kernel's instructions when nothing is unrolled */
    LoopBody(CountedLoop loop, FlatKernel kernel, Flow flow, List<Cost> costs) {
        this.loop = loop;
        this.kernel = kernel;
        this.flow = flow;
        this.costs = costs;
        this.start = flow.start(loop.first());
        this.end = flow.end(loop.last());
    }

    private List<Integer> sites() {
        List<Integer> sites = new ArrayList<>();
        for (int site = start; site < end; site++) {
            sites.add(site);
        }
        return sites;
    }

    private Instruction at(int site) {
        return kernel.body().get(site);
    }

    boolean isUnrolled(ThreadValues values) {
        boolean isForbidden =
                kernel.notUnrolled().stream().anyMatch(site -> site >= start && site < flow.end(loop.first()));
        return !isForbidden
                && sites().stream().noneMatch(site -> isObstacle(at(site)))
                && (sites().stream().noneMatch(site -> isCollective(at(site))) || isUniform(values))
                && conditional().stream().noneMatch(site -> isBoundToItsPlace(at(site)))
                && (!storesWhatItMayLoad() || hasInductiveAddresses())
                && weight() <= mostWeight();
    }

    /** Returns whether all lanes of a warp make as many iterations. */
    private boolean isUniform(ThreadValues values) {
        return !values.mayDiffer(loop.counter())
                && !(loop.bound() instanceof Operand.Reg bound && values.mayDiffer(bound.name()));
    }

    /** Returns the sites that not every iteration comes to. */
    private Set<Integer> conditional() {
        Set<Integer> sites = new HashSet<>();
        for (int block = loop.first(); block < loop.last(); block++) {
            int next = flow.following(block).stream()
                    .mapToInt(Integer::intValue)
                    .max()
                    .orElse(block);
            for (int site = flow.end(block); site < flow.start(next); site++) {
                sites.add(site);
            }
        }
        return sites;
    }

    /** Returns whether the assembler leaves an instruction under its condition: it is for several lanes, or stores to where the loop loads from too. */
    private boolean isBoundToItsPlace(Instruction instruction) {
        return isCollective(instruction) || (hasEffect(instruction) && loads(isShared(instruction)));
    }

    private boolean loads(boolean fromShared) {
        return count(instruction -> isLoad(instruction) && isShared(instruction) == fromShared) > 0;
    }

    private int weight() {
        Set<Integer> ends = overhead();
        return sites().stream()
                .filter(site -> !ends.contains(site) && site != loop.addition())
                .mapToInt(site -> isLoad(at(site))
                        ? LOAD_WEIGHT
                        : at(site).opcode().equals("bra") ? 1 : costs.get(site).slots(Pipe.ISSUE))
                .sum();
    }

    private int mostWeight() {
        long shared = count(instruction -> isLoad(instruction) && isShared(instruction));
        long other = count(instruction -> isLoad(instruction) && !isShared(instruction));
        return Math.max(other > 0 ? MOST_WEIGHT_WITH_LOADS : MOST_WEIGHT, (int)
                Math.min(MOST_WEIGHT_WITH_SHARED_LOADS, MOST_WEIGHT + WEIGHT_OF_SHARED_LOAD * shared));
    }

    private long count(Predicate<Instruction> kind) {
        return sites().stream().map(this::at).filter(kind).count();
    }

    private boolean storesWhatItMayLoad() {
        return count(instruction -> instruction.opcode().equals("st") && !isShared(instruction)) > 0 && loads(false);
    }

    /** Returns whether each access beyond shared memory is at a pointer that grows by a constant, or stays. */
    private boolean hasInductiveAddresses() {
        return sites().stream()
                .map(this::at)
                .filter(instruction -> !isShared(instruction))
                .flatMap(instruction -> instruction.operands().stream())
                .filter(Operand.Address.class::isInstance)
                .map(operand -> ((Operand.Address) operand).base())
                .allMatch(base -> !(base instanceof Operand.Reg register) || isInductive(register.name()));
    }

    private boolean isInductive(String register) {
        return sites().stream()
                .filter(site -> Registers.written(at(site)).contains(register))
                .allMatch(site -> isInduction(at(site)));
    }

    /**
     * Returns how many iterations have their loads on their way at once: no load is moved to before a store that might have written what it loads, and only so many
     * find a register.
     */
    int abreast() {
        long loads = count(instruction -> isLoad(instruction) && !isShared(instruction));
        boolean isOrdered = mayMeet(true) || mayMeet(false);
        if (isOrdered) {
            return 1;
        }
        return loads == 0
                ? UnrolledLoop.MOST_ITERATIONS
                : (int) Math.max(1, Math.min(UnrolledLoop.MOST_ITERATIONS, LOADS_ON_THEIR_WAY / loads));
    }

    private boolean mayMeet(boolean inShared) {
        return count(instruction -> hasEffect(instruction) && isShared(instruction) == inShared) > 0
                && count(instruction ->
                                isLoad(instruction) && isShared(instruction) == inShared && !instruction.has("nc"))
                        > 0;
    }

    /** Returns the sites of the comparison, the branch, and the additions to the counter and to pointers that only addresses read. */
    Set<Integer> overhead() {
        Set<Integer> sites = new HashSet<>(Set.of(end - 1));
        String goesOn = Registers.written(at(loop.comparison())).get(0);
        if (readers(goesOn).size() == 1) {
            sites.add(loop.comparison());
        }
        for (int site : sites()) {
            if (isInduction(at(site))) {
                String register = Registers.written(at(site)).get(0);
                int self = site;
                boolean isOffset = readers(register).stream()
                        .allMatch(reader ->
                                reader == self || reader == loop.comparison() || isAddressOnly(at(reader), register));
                if (isOffset) {
                    sites.add(site);
                }
            }
        }
        return sites;
    }

    private List<Integer> readers(String register) {
        return sites().stream()
                .filter(site -> Registers.read(at(site)).contains(register))
                .toList();
    }

    private static boolean isAddressOnly(Instruction instruction, String register) {
        return instruction.operands().stream().anyMatch(Operand.Address.class::isInstance)
                && instruction.operands().stream()
                        .noneMatch(operand -> operand instanceof Operand.Reg read
                                && read.name().equals(register));
    }

    /** Returns whether a constant is added to a register. */
    private static boolean isInduction(Instruction instruction) {
        return instruction.opcode().equals("add")
                && instruction.guard() == null
                && instruction.operands().get(2) instanceof Operand.Int
                && instruction.operands().get(0).equals(instruction.operands().get(1));
    }

    /** Returns whether no loop with an instruction is unrolled: fences, waits for copies, and what is a call of a slow path for some operands. */
    private static boolean isObstacle(Instruction instruction) {
        return switch (instruction.opcode()) {
            case "membar", "fence", "call", "exit", "ret", "trap", "brx", "nanosleep", "mbarrier" -> true;
            case "cp" -> instruction.has("async");
            case "div", "rem", "sqrt", "rcp" ->
                !instruction.has("approx")
                        && !instruction.has("full")
                        && (instruction.has("f32")
                                || instruction.has("f64")
                                || instruction.has("s64")
                                || instruction.has("u64"));
            default -> false;
        };
    }

    /** Returns whether an instruction is for the lanes of a warp or block together, or an atomic, of which the assembler makes one too. */
    private static boolean isCollective(Instruction instruction) {
        return WarpInstructions.isWarpWide(instruction)
                || instruction.opcode().equals("atom")
                || instruction.opcode().equals("red");
    }

    private static boolean hasEffect(Instruction instruction) {
        return instruction.opcode().equals("st") || isCollective(instruction);
    }

    private static boolean isLoad(Instruction instruction) {
        return (instruction.opcode().equals("ld") && !instruction.has("param"))
                || instruction.opcode().equals("ldu");
    }

    private static boolean isShared(Instruction instruction) {
        return instruction.has("shared") || instruction.has("shared::cta");
    }
}
