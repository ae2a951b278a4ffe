package dev.diptych.sim.ptx.syntax;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** PTX to test the parser with. */
final class Texts {
    static final String HEAD = ".version 9.0\n.target sm_80\n.address_size 64\n";

    /** The project's own kernels, and what nvcc and Triton made of the sources beside them. */
    static final List<String> FILES = List.of(
            "/dev/diptych/kernels/gather.ptx",
            "/dev/diptych/kernels/philox.ptx",
            "/dev/diptych/kernels/spin.ptx",
            "/dev/diptych/kernels/stream.ptx",
            "/dev/diptych/sim/ptx/syntax/debug.ptx",
            "/dev/diptych/sim/ptx/syntax/packed.ptx",
            "/dev/diptych/sim/ptx/syntax/softmax.ptx",
            "/dev/diptych/sim/ptx/syntax/structures.ptx");

    private Texts() {}

    static String read(String resource) {
        try (InputStream in = Texts.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Module parse(String resource) {
        return PtxParser.parse(resource, read(resource));
    }

    /** Returns the module whose fourth line begins with {@code declarations}. */
    static Module module(String declarations) {
        return PtxParser.parse("t.ptx", HEAD + declarations);
    }

    /** Returns the kernel with this body, which has registers of every type and begins on line 6. */
    static Function kernel(String body) {
        return module(
                        ".visible .entry k(.param .u64 out)\n{ .reg .b32 %r<9>; .reg .b64 %d<9>; .reg .pred %p<9>; .reg .f32 %f<9>;\n"
                                + body + "\n}\n")
                .functions()
                .get(0);
    }

    /** Returns the operands of the one instruction. */
    static List<Operand> operands(String instruction) {
        return kernel(instruction).body().get(0).operands();
    }

    /** Returns an instruction in one line. */
    static String render(Instruction instruction) {
        StringBuilder text = new StringBuilder();
        if (instruction.guard() != null) {
            text.append('@').append(render(instruction.guard())).append(' ');
        }
        text.append(instruction.name());
        String separator = " ";
        for (Operand operand : instruction.operands()) {
            text.append(separator).append(render(operand));
            separator = ",";
        }
        return text.append(';').toString();
    }

    private static String render(Operand operand) {
        if (operand instanceof Operand.Reg it) {
            return (it.negated() ? "!" : "") + it.name();
        } else if (operand instanceof Operand.Special it) {
            return it.name() + (it.component().isEmpty() ? "" : "." + it.component());
        } else if (operand instanceof Operand.Int it) {
            return Long.toString(it.value());
        } else if (operand instanceof Operand.Float it) {
            return it.type() == Type.F32 ? "0f%08X".formatted(it.bits()) : "0d%016X".formatted(it.bits());
        } else if (operand instanceof Operand.Symbol it) {
            return it.name() + offset(it.offset());
        } else if (operand instanceof Operand.Address it) {
            String base = render(it.base());
            boolean isList = it.base() instanceof Operand.Vector;
            return "[" + (isList ? base.substring(1, base.length() - 1) : base) + offset(it.offset()) + "]";
        } else if (operand instanceof Operand.Vector it) {
            return "{" + render(it.elements()) + "}";
        } else if (operand instanceof Operand.Tuple it) {
            return "(" + render(it.elements()) + ")";
        } else if (operand instanceof Operand.Pair it) {
            return render(it.first()) + "|" + render(it.second());
        }
        return "_";
    }

    private static String render(List<Operand> elements) {
        return String.join(",", elements.stream().map(Texts::render).toList());
    }

    private static String offset(long offset) {
        return offset == 0 ? "" : "+" + offset;
    }
}
