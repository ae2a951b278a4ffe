package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.exec.KernelCode;
import dev.diptych.sim.ptx.exec.MemoryAccess;
import dev.diptych.sim.ptx.exec.SegmentCode;
import dev.diptych.sim.ptx.syntax.Instruction;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Writes the segments of a kernel as methods of classes, each of which chooses among its methods by the segment's number. */
final class SegmentWriter {
    private static final int CLASS_SEGMENTS = 1 << KernelCode.SEGMENTS_PER_CODE_BITS;
    private static final String NAME = Type.getInternalName(SegmentWriter.class) + "$Compiled";
    private static final String RUN = "(IL" + LaneEmitter.WARP + ";I)V";
    private static final String SEGMENT = "(L" + LaneEmitter.WARP + ";I)V";

    private final FlatKernel kernel;
    private final Frame frame;
    private final Lowerings lowerings;
    private final List<ClassWriter> classes = new ArrayList<>();
    private final List<List<Integer>> segments = new ArrayList<>();

    SegmentWriter(FlatKernel kernel, Frame frame, Lowerings lowerings) {
        this.kernel = kernel;
        this.frame = frame;
        this.lowerings = lowerings;
    }

    /** Writes a segment; returns whether it has any code. */
    boolean write(int index, Piece piece) {
        if (piece.sites().isEmpty()) {
            return false;
        }
        while (classes.size() <= index / CLASS_SEGMENTS) {
            classes.add(begin());
            segments.add(new ArrayList<>());
        }
        segments.get(index / CLASS_SEGMENTS).add(index);
        MethodVisitor method = classes.get(index / CLASS_SEGMENTS)
                .visitMethod(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC, "segment" + index, SEGMENT, null, null);
        LaneEmitter emitter = new LaneEmitter(method, frame);
        List<Instruction> instructions =
                piece.sites().stream().map(kernel.body()::get).toList();
        List<AccessLocals.Touched> touched = new ArrayList<>();
        for (Instruction instruction : instructions) {
            // Copies that read nothing do not touch their source.
            boolean isGuarded =
                    instruction.guard() != null || instruction.opcode().equals("cp");
            accesses(instruction).forEach(access -> touched.add(new AccessLocals.Touched(access, isGuarded)));
        }
        emitter.begin(instructions, touched);
        int access = 0;
        for (int site : piece.sites()) {
            Instruction instruction = kernel.body().get(site);
            write(emitter, instruction, site, access);
            access += accesses(instruction).size();
        }
        emitter.end(piece.needed());
        return true;
    }

    private void write(LaneEmitter emitter, Instruction instruction, int site, int access) {
        Lowering.Emission emission = lowerings.of(instruction).of(instruction, frame);
        if (instruction.guard() == null) {
            emission.write(emitter, site, access);
            return;
        }
        Label skip = emitter.beginGuard(instruction.guard(), instruction);
        emission.write(emitter, site, access);
        emitter.endGuard(skip);
    }

    private List<MemoryAccess> accesses(Instruction instruction) {
        return lowerings.of(instruction) instanceof Touching touching
                ? touching.accesses(instruction, frame)
                : List.of();
    }

    private static ClassWriter begin() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES | ClassWriter.COMPUTE_MAXS);
        writer.visit(
                Opcodes.V17,
                Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
                NAME,
                null,
                "java/lang/Object",
                new String[] {Type.getInternalName(SegmentCode.class)});
        MethodVisitor constructor = writer.visitMethod(0, "<init>", "()V", null, null);
        constructor.visitCode();
        constructor.visitVarInsn(Opcodes.ALOAD, 0);
        constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        constructor.visitInsn(Opcodes.RETURN);
        constructor.visitMaxs(0, 0);
        constructor.visitEnd();
        return writer;
    }

    /** Returns the written classes, for all segments up to a number. */
    List<SegmentCode> define(int count) {
        List<SegmentCode> defined = new ArrayList<>();
        for (int first = 0; first < count; first += CLASS_SEGMENTS) {
            int chunk = first / CLASS_SEGMENTS;
            if (chunk < classes.size()) {
                defined.add(define(classes.get(chunk), segments.get(chunk)));
            }
        }
        return defined;
    }

    private static SegmentCode define(ClassWriter writer, List<Integer> written) {
        MethodVisitor run = writer.visitMethod(Opcodes.ACC_PUBLIC, "run", RUN, null, null);
        run.visitCode();
        run.visitVarInsn(Opcodes.ILOAD, 1);
        // A long row of warp-wide instructions leaves a class with nothing to do.
        int first = written.isEmpty() ? 0 : written.get(0);
        int last = written.isEmpty() ? 0 : written.get(written.size() - 1);
        Label none = new Label();
        // Nearly all segments have code, so the numbers are dense.
        Label[] labels = new Label[last - first + 1];
        Arrays.fill(labels, none);
        for (int segment : written) {
            labels[segment - first] = new Label();
        }
        run.visitTableSwitchInsn(first, last, none, labels);
        for (int segment : written) {
            run.visitLabel(labels[segment - first]);
            run.visitVarInsn(Opcodes.ALOAD, 2);
            run.visitVarInsn(Opcodes.ILOAD, 3);
            run.visitMethodInsn(Opcodes.INVOKESTATIC, NAME, "segment" + segment, SEGMENT, false);
            run.visitInsn(Opcodes.RETURN);
        }
        run.visitLabel(none);
        run.visitInsn(Opcodes.RETURN);
        run.visitMaxs(0, 0);
        run.visitEnd();
        writer.visitEnd();
        try {
            return (SegmentCode) MethodHandles.lookup()
                    .defineHiddenClass(writer.toByteArray(), true)
                    .lookupClass()
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the compiled kernel cannot be loaded", e);
        }
    }
}
