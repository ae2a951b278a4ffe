package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.ParameterUse;
import dev.diptych.sim.ptx.exec.Dataflow;
import dev.diptych.sim.ptx.exec.KernelCode;
import dev.diptych.sim.ptx.exec.KernelFault;
import dev.diptych.sim.ptx.exec.MemoryAccess;
import dev.diptych.sim.ptx.exec.Segment;
import dev.diptych.sim.ptx.exec.SegmentCode;
import dev.diptych.sim.ptx.syntax.Function;
import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Module;
import dev.diptych.sim.ptx.syntax.Operand;
import dev.diptych.sim.ptx.syntax.Space;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Compiles kernels: inlines calls, finds basic blocks, cuts them into segments and writes the bytecode. */
public final class KernelCompiler {
    /** As many instructions of a conditional block become predicated ones. ptxas 13.0 does so with the loads of gather.cu, which have five. */
    private static final int MOST_PREDICATED = 8;

    private final FlatKernel kernel;
    private final Frame frame;
    private final Flow flow;
    private final Lowerings lowerings;
    private final WarpInstructions warpInstructions;
    private final boolean isChecked;
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

    /** Returns what a kernel of a module does with the memory behind its parameters. */
    public static ParameterUse parameterUse(Module module, Function kernel) {
        return ParameterFlow.of(module, kernel);
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
                DataDependence.of(kernel, this::readsMemory),
                isChecked);
    }

    private boolean readsMemory(Instruction instruction) {
        return WarpInstructions.isWarpWide(instruction)
                ? warpInstructions.readsMemory(instruction)
                : DataDependence.reads(accesses(instruction));
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
                accesses.addAll(accesses(instruction));
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
                dataflow(sites));
    }

    private boolean endsSchedule(Piece piece) {
        if (piece.exit() < 0) {
            return piece.isWarpWide();
        }
        Instruction branch = kernel.body().get(piece.exit());
        if (branch.guard() == null || !branch.opcode().equals("bra")) {
            return true;
        }
        int target = flow.targets(branch).get(0);
        int skipped = target - piece.exit() - 1;
        boolean isDetour = flow.meeting(piece.block()) == flow.blockAt(target);
        return !isDetour || skipped < 0 || skipped > MOST_PREDICATED;
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

    private Dataflow dataflow(List<Integer> sites) {
        List<Dataflow.Step> steps = new ArrayList<>();
        for (int site : sites) {
            Instruction instruction = kernel.body().get(site);
            boolean isGlobalLoad = WarpInstructions.isWarpWide(instruction)
                    ? WarpInstructions.waitsForGlobal(instruction)
                    : accesses(instruction).stream().anyMatch(KernelCompiler::waitsForGlobal);
            List<Integer> reads = numbers(instruction, Registers.read(instruction));
            List<Integer> writes = numbers(instruction, Registers.written(instruction));
            if (isGlobalLoad || !reads.isEmpty() || !writes.isEmpty()) {
                steps.add(new Dataflow.Step(isGlobalLoad, reads, writes));
            }
        }
        return new Dataflow(steps);
    }

    private static boolean waitsForGlobal(MemoryAccess access) {
        return access.kind() != MemoryAccess.Kind.STORE
                && (access.space() == Space.GLOBAL || access.space() == Space.GENERIC);
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
