package dev.diptych.cli.ptx;

import dev.diptych.model.InputException;
import dev.diptych.sim.ptx.syntax.Type;
import dev.diptych.sim.ptx.syntax.Variable;
import dev.diptych.systems.argument.Argument;
import dev.diptych.systems.argument.ElementType;
import java.util.List;

/** The parameters of a kernel, and whether arguments suit them. */
public final class KernelParameters {
    private KernelParameters() {}

    /**
     * Checks that there is one argument for each parameter, and that each has the size and kind of its parameter. A PTX parameter of type
     * {@code .b32} or {@code .b64} may be a whole number or a floating-point one; it takes either.
     *
     * @throws InputException naming the first argument that does not suit
     */
    public static void check(String kernel, List<Variable> parameters, List<Argument> arguments) {
        for (int i = 0; i < Math.min(parameters.size(), arguments.size()); i++) {
            Variable parameter = parameters.get(i);
            if (!suits(parameter, arguments.get(i))) {
                throw new InputException("--arg %d is %s, but parameter '%s' of kernel '%s' is %s"
                        .formatted(
                                i + 1, describe(arguments.get(i)), parameter.name(), kernel, expectation(parameter)));
            }
        }
        if (arguments.size() < parameters.size()) {
            Variable missing = parameters.get(arguments.size());
            throw new InputException("kernel '%s' takes %d arguments, but %d are given; --arg %d, '%s', is %s"
                    .formatted(
                            kernel,
                            parameters.size(),
                            arguments.size(),
                            arguments.size() + 1,
                            missing.name(),
                            expectation(missing)));
        }
        if (arguments.size() > parameters.size()) {
            throw new InputException("kernel '%s' takes %d arguments, but %d are given"
                    .formatted(kernel, parameters.size(), arguments.size()));
        }
    }

    /** Returns a parameter's type and size, such as {@code u64} or {@code b8[24]}. */
    public static String type(Variable parameter) {
        return parameter.bytes() == parameter.type().bytes()
                ? parameter.type().toString()
                : "%s[%d]"
                        .formatted(
                                parameter.type(),
                                parameter.bytes() / parameter.type().bytes());
    }

    private static boolean suits(Variable parameter, Argument argument) {
        if (argument instanceof Argument.Structure structure) {
            return structure.contents().size() == parameter.bytes();
        }
        if (argument instanceof Argument.Scalar scalar) {
            return scalar.type().bytes() == parameter.bytes() && suits(parameter.type(), scalar.type());
        }
        return parameter.bytes() == Long.BYTES && parameter.type() != Type.F64;
    }

    private static boolean suits(Type parameter, ElementType scalar) {
        return switch (parameter) {
            case F16, F32, F64, BF16 -> parameter.toString().equals(scalar.toString());
            // Halves travel as whole numbers of 16 bits; wider ones would be a mistake.
            case U32, S32, U64, S64 -> scalar.kind() != ElementType.Kind.FLOAT;
            default -> true;
        };
    }

    private static String describe(Argument argument) {
        if (argument instanceof Argument.Scalar scalar) {
            return "%s of %d bytes"
                    .formatted(article(scalar.type().toString()), scalar.type().bytes());
        }
        if (argument instanceof Argument.Structure structure) {
            return "a structure of %d bytes".formatted(structure.contents().size());
        }
        return argument instanceof Argument.NullPointer ? "a null pointer" : "a buffer, whose address has 8 bytes";
    }

    private static String article(String type) {
        return (type.startsWith("u") || type.startsWith("b") ? "a " : "an ") + type;
    }

    /** Returns what a parameter is and which arguments suit it. */
    public static String expectation(Variable parameter) {
        String suitable = switch (parameter.type()) {
            case F16, F32, F64, BF16 -> parameter.type() + ":";
            default ->
                switch ((int) Math.min(parameter.bytes(), Integer.MAX_VALUE)) {
                    case 1 -> "i8:, u8: or bool:";
                    case 2 -> "i16:, u16:, f16: or bf16:";
                    case 4 ->
                        parameter.type() == Type.U32 || parameter.type() == Type.S32
                                ? "i32: or u32:"
                                : "i32:, u32: or f32:";
                    case 8 ->
                        "a buffer (in: inout: out: zeros: random: phantom:), null, i64: or u64:"
                                + (parameter.type() == Type.U64 || parameter.type() == Type.S64 ? "" : " or f64:");
                    default -> "bytes: with its contents";
                };
        };
        return "%s of %d bytes: %s".formatted(type(parameter), parameter.bytes(), suitable);
    }
}
