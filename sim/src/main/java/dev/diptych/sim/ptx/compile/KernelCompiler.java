package dev.diptych.sim.ptx.compile;

import dev.diptych.model.work.Pipe;
import dev.diptych.sim.ptx.AssembledInstruction;
import dev.diptych.sim.ptx.assembly.Cost;
import dev.diptych.sim.ptx.assembly.JoinedLoads;
import dev.diptych.sim.ptx.assembly.Line;
import dev.diptych.sim.ptx.assembly.Selection;
import dev.diptych.sim.ptx.exec.Dataflow;
import dev.diptych.sim.ptx.exec.KernelCode;
import dev.diptych.sim.ptx.exec.KernelFault;
import dev.diptych.sim.ptx.exec.MemoryAccess;
import dev.diptych.sim.ptx.exec.Segment;
import dev.diptych.sim.ptx.exec.SegmentCode;
import dev.diptych.sim.ptx.exec.UnrolledLoop;
import dev.diptych.sim.ptx.syntax.Function;
import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Module;
import dev.diptych.sim.ptx.syntax.Operand;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Compiles kernels: inlines calls, finds basic blocks, cuts them into segments and writes the bytecode. */
public final class KernelCompiler {
    private final FlatKernel kernel;
    private final Frame frame;
    private final Flow flow;
    private final Lowerings lowerings;
    private final WarpInstructions warpInstructions;
    private final boolean isChecked;
    private final Ways ways;
    private final List<Cost> costs;
    private final JoinedLoads joinedLoads;
    private final UnrolledLoops loops;
    /** Each kind of cost once, with its number. */
    private final Map<Cost, Integer> costNumbers = new LinkedHashMap<>();

    private final List<Piece> pieces = new ArrayList<>();
    /** The first piece of each basic block. */
    private final int[] firstPieces;

    private KernelCompiler(Module module, Function function, boolean isChecked) {
        this.kernel = Inliner.flatten(module, function);
        this.frame = new Frame(kernel);
        this.flow = new Flow(kernel, frame);
        this.lowerings = new Lowerings(isChecked);
        this.warpInstructions = new WarpInstructions(frame, isChecked);
        this.isChecked = isChecked;
        this.firstPieces = new int[flow.blocks() + 1];
        this.ways = new Ways(kernel, flow);
        List<Line> lines = ways.lines();
        this.costs = Selection.of(lines);
        this.joinedLoads = JoinedLoads.of(lines);
        this.loops = new UnrolledLoops(kernel, flow, frame, costs);
    }

    /**
     * Returns a kernel of a module, compiled.
     *
     * @param isChecked whether to look for races and uninitialised shared memory as it runs
     * @throws dev.diptych.model.InputException when it has an instruction that is not supported
     */
    public static KernelCode compile(Module module, Function kernel, boolean isChecked) {
        return new KernelCompiler(module, kernel, isChecked).compile();
    }

    /**
     * Returns a kernel's instructions with the machine code that they are taken for.
     *
     * @throws dev.diptych.model.InputException when it has an instruction that is not supported
     */
    public static List<AssembledInstruction> assemble(Module module, Function kernel) {
        return new KernelCompiler(module, kernel, false).assembly();
    }

    private List<AssembledInstruction> assembly() {
        List<AssembledInstruction> assembly = new ArrayList<>();
        for (int block = 0; block < flow.blocks(); block++) {
            int loops = flow.loops(block);
            for (int i = flow.start(block); i < flow.end(block); i++) {
                Instruction instruction = kernel.body().get(i);
                assembly.add(new AssembledInstruction(
                        instruction.line(),
                        instruction.name(),
                        loops,
                        costs.get(i).instructions()));
            }
        }
        return assembly;
    }

    private KernelCode compile() {
        for (int block = 0; block < flow.blocks(); block++) {
            firstPieces[block] = pieces.size();
            cut(block);
        }
        firstPieces[flow.blocks()] = pieces.size();
        SegmentWriter writer = new SegmentWriter(kernel, frame, lowerings);
        Segment[] segments = new Segment[pieces.size()];
        int mostAccesses = 1;
        for (int i = 0; i < segments.length; i++) {
            Piece piece = pieces.get(i);
            boolean hasCode = !piece.isWarpWide() && writer.write(i, piece);
            segments[i] = segment(i, piece, hasCode);
            mostAccesses = Math.max(mostAccesses, segments[i].accesses().size());
        }
        return new KernelCode(
                kernel.function().name(),
                segments,
                writer.define(segments.length).toArray(new SegmentCode[0]),
                frame.count(Slot.Kind.INT),
                frame.count(Slot.Kind.LONG),
                frame.count(Slot.Kind.PRED),
                frame.localBytes(),
                frame.parameterBytes(),
                frame.staticSharedBytes(),
                (int) frame.dynamicSharedOffset(),
                mostAccesses,
                frame.globals(),
                sites(),
                List.copyOf(costNumbers.keySet()),
                slots(segments, costs::get),
                slots(segments, loops::copyCost),
                ParameterAnalysis.of(kernel, this::touched),
                isChecked);
    }

    private List<MemoryAccess> touched(Instruction instruction) {
        return WarpInstructions.isWarpWide(instruction) ? WarpInstructions.touched(instruction) : accesses(instruction);
    }

    private void cut(int block) {
        BitSet[] needed = flow.liveAfter(block, frame);
        int start = flow.start(block);
        int end = flow.end(block);
        boolean leaves = Flow.leaves(kernel.body().get(end - 1));
        int last = leaves ? end - 1 : end;
        Cutter cutter = new Cutter();
        List<Integer> sites = new ArrayList<>();
        for (int i = start; i < last; i++) {
            Instruction instruction = kernel.body().get(i);
            if (WarpInstructions.isWarpWide(instruction)) {
                flush(block, sites, needed, start, cutter);
                pieces.add(new Piece(block, List.of(i), true, -1, needed[i - start]));
                continue;
            }
            List<MemoryAccess> touched = accesses(instruction);
            if (cutter.cutsBefore(instruction, touched)) {
                flush(block, sites, needed, start, cutter);
            }
            cutter.add(touched);
            sites.add(i);
        }
        if (leaves) {
            // What the branch itself reads is needed too.
            BitSet needs = sites.isEmpty() ? new BitSet() : needed[sites.get(sites.size() - 1) - start];
            pieces.add(new Piece(block, sites, false, last, needs));
        } else {
            flush(block, sites, needed, start, cutter);
        }
    }

    private void flush(int block, List<Integer> sites, BitSet[] needed, int start, Cutter cutter) {
        if (!sites.isEmpty()) {
            int last = sites.get(sites.size() - 1);
            pieces.add(new Piece(block, sites, false, -1, needed[last - start]));
            sites.clear();
        }
        cutter.clear();
    }

    private List<MemoryAccess> accesses(Instruction instruction) {
        return lowerings.of(instruction) instanceof Touching touching
                ? touching.accesses(instruction, frame)
                : List.of();
    }

    private Segment segment(int index, Piece piece, boolean hasCode) {
        List<MemoryAccess> accesses = new ArrayList<>();
        List<Integer> sites = new ArrayList<>(piece.sites());
        boolean polls = false;
        for (int site : piece.sites()) {
            Instruction instruction = kernel.body().get(site);
            if (!piece.isWarpWide()) {
                accesses.addAll(accesses(instruction).stream()
                        .map(access -> access.moving(joinedLoads.loadedBytes(site, access.bytes())))
                        .toList());
                polls |= instruction.opcode().equals("atom") || MemoryLowering.isVolatile(instruction);
            }
        }
        if (piece.exit() >= 0) {
            sites.add(piece.exit());
        }
        return new Segment(
                index,
                piece.isWarpWide()
                        ? warpInstructions.of(
                                kernel.body().get(piece.sites().get(0)),
                                piece.sites().get(0))
                        : null,
                hasCode,
                piece.exit() < 0 ? Segment.Exit.fallThrough(index + 1) : exit(index, piece),
                accesses,
                sites,
                polls,
                endsSchedule(piece),
                dataflow(sites, piece.isWarpWide(), costs::get),
                unrolled(piece, sites));
    }

    private Segment.@Nullable Unrolled unrolled(Piece piece, List<Integer> sites) {
        UnrolledLoop loop = loops.of(piece.block());
        return loop == null
                ? null
                : new Segment.Unrolled(
                        loop, loops.isLatch(piece.exit()), dataflow(sites, piece.isWarpWide(), loops::copyCost));
    }

    private static int[][] slots(Segment[] segments, IntFunction<Cost> costOf) {
        int[][] slots = new int[segments.length][KernelCode.PIPES.size()];
        for (Segment segment : segments) {
            for (int site : segment.sites()) {
                for (int pipe = 0; pipe < KernelCode.PIPES.size(); pipe++) {
                    slots[segment.index()][pipe] += costOf.apply(site).slots(KernelCode.PIPES.get(pipe));
                }
            }
        }
        return slots;
    }

    private boolean endsSchedule(Piece piece) {
        if (piece.exit() < 0) {
            return piece.sites().stream().map(kernel.body()::get).anyMatch(KernelCompiler::isBarrier);
        }
        Instruction branch = kernel.body().get(piece.exit());
        if (loops.of(piece.block()) != null && !loops.isLatch(piece.exit())) {
            return false;
        }
        return branch.guard() == null
                || !branch.opcode().equals("bra")
                || !ways.isPredicated(piece.block(), piece.exit());
    }

    /** Returns whether nothing is moved across an instruction. */
    private static boolean isBarrier(Instruction instruction) {
        return switch (instruction.opcode()) {
            case "bar", "barrier" -> !instruction.has("warp");
            case "membar", "fence", "mbarrier" -> true;
            default -> role(instruction) == Dataflow.Role.WAIT || role(instruction) == Dataflow.Role.WAIT_ALL;
        };
    }

    private static Dataflow.Role role(Instruction instruction) {
        if (!instruction.opcode().equals("cp") || !instruction.has("async") || instruction.has("mbarrier")) {
            return Dataflow.Role.ORDINARY;
        }
        return instruction.has("commit_group")
                ? Dataflow.Role.COMMIT
                : instruction.has("wait_group")
                        ? Dataflow.Role.WAIT
                        : instruction.has("wait_all") ? Dataflow.Role.WAIT_ALL : Dataflow.Role.COPY;
    }

    private Segment.Exit exit(int index, Piece piece) {
        Instruction instruction = kernel.body().get(piece.exit());
        Operand.Reg guard = instruction.guard();
        int predicate =
                guard == null ? -1 : frame.slot(instruction, guard.name()).index();
        boolean negated = guard != null && guard.negated();
        int meeting = flow.meeting(piece.block());
        int reconvergence = meeting == flow.blocks() ? -1 : firstPieces[meeting];
        Segment.ExitKind kind = switch (instruction.opcode()) {
            case "bra" -> Segment.ExitKind.BRANCH;
            case "brx" -> Segment.ExitKind.INDEXED;
            case "trap" -> Segment.ExitKind.TRAP;
            default -> Segment.ExitKind.EXIT;
        };
        boolean branches = kind == Segment.ExitKind.BRANCH || kind == Segment.ExitKind.INDEXED;
        List<Integer> targets = branches
                ? flow.targets(instruction).stream()
                        .map(target -> firstPieces[flow.blockAt(target)])
                        .toList()
                : List.of();
        int selector = -1;
        if (kind == Segment.ExitKind.INDEXED && instruction.operands().get(0) instanceof Operand.Reg register) {
            selector = frame.slot(instruction, register.name()).index();
        }
        return new Segment.Exit(kind, predicate, negated, targets, selector, index + 1, reconvergence, piece.exit());
    }

    private Dataflow dataflow(List<Integer> sites, boolean isWarpWide, IntFunction<Cost> costOf) {
        List<Dataflow.Step> steps = new ArrayList<>();
        int access = 0;
        for (int site : sites) {
            Instruction instruction = kernel.body().get(site);
            int count = isWarpWide ? 1 : accesses(instruction).size();
            Cost cost = costOf.apply(site);
            steps.add(new Dataflow.Step(
                    role(instruction),
                    costNumbers.computeIfAbsent(cost, absent -> costNumbers.size()),
                    cost.slots(Pipe.ISSUE),
                    access,
                    count,
                    groupsLeft(instruction),
                    numbers(instruction, Registers.read(instruction)),
                    numbers(instruction, Registers.written(instruction))));
            access += count;
        }
        return new Dataflow(steps);
    }

    private static int groupsLeft(Instruction instruction) {
        return role(instruction) == Dataflow.Role.WAIT && instruction.operands().get(0) instanceof Operand.Int groups
                ? (int) groups.value()
                : 0;
    }

    private List<Integer> numbers(Instruction instruction, List<String> names) {
        return names.stream()
                .map(name -> frame.number(frame.slot(instruction, name)))
                .toList();
    }

    private List<KernelFault.Site> sites() {
        List<KernelFault.Site> sites = new ArrayList<>();
        for (Instruction instruction : kernel.body()) {
            sites.add(new KernelFault.Site(
                    kernel.function().name(),
                    kernel.module().file(),
                    instruction.line(),
                    kernel.module()
                            .sourceFiles()
                            .getOrDefault(instruction.source().file(), ""),
                    instruction.source().line(),
                    instruction.name()));
        }
        return sites;
    }
}
