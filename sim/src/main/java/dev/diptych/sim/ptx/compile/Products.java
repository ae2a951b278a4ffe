package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.exec.Guard;
import dev.diptych.sim.ptx.exec.Source;
import dev.diptych.sim.ptx.exec.WarpOperation;
import dev.diptych.sim.ptx.exec.matrix.Arithmetic;
import dev.diptych.sim.ptx.exec.matrix.Element;
import dev.diptych.sim.ptx.exec.matrix.Fragment;
import dev.diptych.sim.ptx.exec.matrix.FragmentLoad;
import dev.diptych.sim.ptx.exec.matrix.FragmentStore;
import dev.diptych.sim.ptx.exec.matrix.Layout;
import dev.diptych.sim.ptx.exec.matrix.Product;
import dev.diptych.sim.ptx.exec.matrix.Tile;
import dev.diptych.sim.ptx.syntax.Instruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code mma} and {@code wmma}: which shapes go with which types, and how many registers that takes. */
final class Products {
    private static final Pattern SHAPE = Pattern.compile("m(\\d+)n(\\d+)k(\\d+)");
    private static final Set<String> REAL_SHAPES = Set.of("f16 8", "f16 16", "bf16 8", "bf16 16", "tf32 4", "tf32 8");
    private static final Set<String> DOUBLE_SHAPES = Set.of("m8n8k4", "m16n8k4", "m16n8k8", "m16n8k16");
    private static final Set<String> BYTE_SHAPES = Set.of("m8n8k16", "m16n8k16", "m16n8k32");
    private static final Set<String> NIBBLE_SHAPES = Set.of("m8n8k32", "m16n8k32", "m16n8k64");
    private static final Set<String> BIT_SHAPES = Set.of("m8n8k128", "m16n8k128", "m16n8k256");
    private static final Set<String> TILES = Set.of("m16n16k16", "m32n8k16", "m8n32k16");
    private static final Set<String> TRANSFERS = Set.of(
            "load", "store", "a", "b", "c", "d", "sync", "aligned", "row", "col", "global", "shared", "shared::cta");
    private static final int TYPES = 4;
    private static final int F16_FACTOR_REGISTERS = 8;

    private final WarpOperands operands;

    Products(WarpOperands operands) {
        this.operands = operands;
    }

    /** The three extents of a product, m by k times k by n. */
    private record Shape(String name, int m, int n, int k) {
        /** Returns the layout of the left matrix of elements of which a register has so many. */
        Layout left(int perRegister) {
            return Layout.left(m, k, perRegister);
        }

        Layout right(int perRegister) {
            return Layout.right(k, n, perRegister);
        }

        Layout accumulator(int perRegister) {
            return Layout.accumulator(m, n, perRegister);
        }
    }

    private Shape shape(Instruction i) {
        for (String modifier : i.modifiers()) {
            Matcher matcher = SHAPE.matcher(modifier);
            if (matcher.matches()) {
                return new Shape(
                        modifier,
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3)));
            }
        }
        throw operands.unsupported(i);
    }

    private List<Element> types(Instruction i) {
        List<Element> types = new ArrayList<>();
        for (String modifier : i.modifiers()) {
            for (Element element : Element.values()) {
                if (element.name().toLowerCase(Locale.ROOT).equals(modifier)) {
                    types.add(element);
                }
            }
        }
        return types;
    }

    /** Refuses what has modifiers beyond those that are known, types and shape. */
    private void check(Instruction i, Set<String> known) {
        for (String modifier : i.modifiers()) {
            boolean isType = types(i).stream()
                    .anyMatch(type -> type.name().toLowerCase(Locale.ROOT).equals(modifier));
            if (!isType && !SHAPE.matcher(modifier).matches() && !known.contains(modifier)) {
                throw operands.refused(i, "modifier .%s is not supported".formatted(modifier));
            }
        }
    }

    /** Returns an {@code mma}. */
    WarpOperation product(Instruction i, int site, Guard guard) {
        check(i, Set.of("sync", "aligned", "row", "col", "satfinite", "rn", "and", "xor", "popc", "kind::f8f6f4"));
        Shape shape = shape(i);
        List<Element> types = types(i);
        if (types.size() != TYPES || !i.has("row") || !i.has("col") || !isSupported(shape, types)) {
            throw operands.unsupported(i);
        }
        Element a = types.get(1);
        Element b = types.get(2);
        if (a == Element.B1) {
            // Bits are counted by words.
            Shape words = new Shape(shape.name(), shape.m(), shape.n(), shape.k() / Integer.SIZE);
            return product(i, words, types, i.has("xor") ? Arithmetic.XOR_COUNT : Arithmetic.AND_COUNT, 1, site, guard);
        }
        if (a.perRegister() != b.perRegister()) {
            throw operands.unsupported(i);
        }
        return product(i, shape, types, arithmetic(i, a), a.perRegister(), site, guard);
    }

    private WarpOperation product(
            Instruction i,
            Shape shape,
            List<Element> types,
            Arithmetic arithmetic,
            int perRegister,
            int site,
            Guard guard) {
        Element d = types.get(0);
        Element c = types.get(3);
        return new Product(
                fragment(i, 1, shape.left(perRegister), types.get(1)),
                fragment(i, 2, shape.right(perRegister), types.get(2)),
                fragment(i, 3, shape.accumulator(c.perRegister()), c),
                written(i, fragment(i, 0, shape.accumulator(d.perRegister()), d)),
                arithmetic,
                site,
                guard);
    }

    private Arithmetic arithmetic(Instruction i, Element a) {
        if (a.isWhole()) {
            return i.has("satfinite") ? Arithmetic.WHOLE_SATURATED : Arithmetic.WHOLE;
        }
        if (i.has("satfinite")) {
            throw operands.refused(i, "modifier .satfinite is supported for whole numbers only");
        }
        return a == Element.F64 ? Arithmetic.DOUBLE : Arithmetic.REAL;
    }

    private static boolean isSupported(Shape shape, List<Element> types) {
        Element d = types.get(0);
        Element a = types.get(1);
        Element b = types.get(2);
        Element c = types.get(3);
        boolean isTall = shape.m() == 16 && shape.n() == 8;
        boolean isFloatSum = d == Element.F32 && c == Element.F32;
        boolean isHalfSum = d == Element.F16 && c == Element.F16;
        boolean isWholeSum = d == Element.S32 && c == Element.S32;
        return switch (a) {
            case F16 -> isTall && b == a && (isFloatSum || isHalfSum) && hasDepth(a, shape);
            case BF16, TF32 -> isTall && b == a && isFloatSum && hasDepth(a, shape);
            case E4M3, E5M2 ->
                isTall
                        && (b == Element.E4M3 || b == Element.E5M2)
                        && (isFloatSum || isHalfSum)
                        && (shape.k() == 16 || shape.k() == 32);
            case F64 -> b == a && c == a && d == a && DOUBLE_SHAPES.contains(shape.name());
            case S8, U8 -> (b == Element.S8 || b == Element.U8) && isWholeSum && BYTE_SHAPES.contains(shape.name());
            case S4, U4 -> (b == Element.S4 || b == Element.U4) && isWholeSum && NIBBLE_SHAPES.contains(shape.name());
            case B1 -> b == a && isWholeSum && BIT_SHAPES.contains(shape.name());
            default -> false;
        };
    }

    private static boolean hasDepth(Element a, Shape shape) {
        return REAL_SHAPES.contains(a.name().toLowerCase(Locale.ROOT) + " " + shape.k());
    }

    /** Returns a {@code wmma}: a load, a store or a product. */
    WarpOperation tiled(Instruction i, int site, Guard guard) {
        Shape shape = shape(i);
        List<Element> types = types(i);
        if (i.has("mma")) {
            return tiledProduct(i, shape, types, site, guard);
        }
        check(i, TRANSFERS);
        if (types.size() != 1) {
            throw operands.unsupported(i);
        }
        Element element = types.get(0);
        if (i.has("load")) {
            Fragment target = i.has("a")
                    ? factor(i, 0, shape, shape.left(element.perRegister()), element)
                    : i.has("b")
                            ? factor(i, 0, shape, shape.right(element.perRegister()), element)
                            : accumulator(i, 0, shape, element);
            return new FragmentLoad(written(i, target), tile(i, target, 1), site, guard);
        }
        Fragment source = accumulator(i, 1, shape, element);
        return new FragmentStore(tile(i, source, 0), source, site, guard);
    }

    private Tile tile(Instruction i, Fragment fragment, int address) {
        boolean isByRow = i.has("row");
        // Without a stride, lines lie one after the other.
        Source stride = i.operands().size() > 2
                ? operands.sources(i, 2, 1, Slot.Kind.INT).get(0)
                : Source.constant(
                        isByRow
                                ? fragment.layout().columns()
                                : fragment.layout().rows());
        return new Tile(fragment, operands.pointer(i, address), stride, isByRow);
    }

    private WarpOperation tiledProduct(Instruction i, Shape shape, List<Element> types, int site, Guard guard) {
        check(i, Set.of("mma", "sync", "aligned", "row", "col", "satfinite", "rn"));
        if (types.size() != 2 && types.size() != TYPES) {
            throw operands.unsupported(i);
        }
        // Products of f16 name the types of their sums only.
        Element a = types.size() == 2 ? Element.F16 : types.get(1);
        if (types.size() == TYPES && types.get(2) != a) {
            throw operands.unsupported(i);
        }
        return new Product(
                factor(i, 1, shape, shape.left(a.perRegister()), a),
                factor(i, 2, shape, shape.right(a.perRegister()), a),
                accumulator(i, 3, shape, types.get(types.size() - 1)),
                written(i, accumulator(i, 0, shape, types.get(0))),
                arithmetic(i, a),
                site,
                guard);
    }

    /** Returns a factor of {@code wmma}. With f16 it has 8 registers, however many it needs (PTX ISA 9.0, "Matrix Fragments for WMMA"). */
    private Fragment factor(Instruction i, int operand, Shape shape, Layout layout, Element element) {
        boolean isFactor = switch (element) {
            case F16, BF16, S8, U8 -> TILES.contains(shape.name());
            case TF32 -> shape.name().equals("m16n16k8");
            case F64 -> shape.name().equals("m8n8k4");
            case S4, U4 -> shape.name().equals("m8n8k32");
            default -> false;
        };
        if (!isFactor) {
            throw operands.unsupported(i);
        }
        int registers = element == Element.F16 ? F16_FACTOR_REGISTERS : layout.registers();
        return new Fragment(layout, element, operands.sources(i, operand, registers, kind(element)));
    }

    /** Returns an accumulator of {@code wmma}. */
    private Fragment accumulator(Instruction i, int operand, Shape shape, Element element) {
        boolean isSum = switch (element) {
            case F16 -> TILES.contains(shape.name());
            case F32 -> TILES.contains(shape.name()) || shape.name().equals("m16n16k8");
            case S32 -> TILES.contains(shape.name()) || shape.name().equals("m8n8k32");
            case F64 -> shape.name().equals("m8n8k4");
            default -> false;
        };
        if (!isSum) {
            throw operands.unsupported(i);
        }
        return fragment(i, operand, shape.accumulator(element.perRegister()), element);
    }

    private Fragment fragment(Instruction i, int operand, Layout layout, Element element) {
        return new Fragment(layout, element, operands.sources(i, operand, layout.registers(), kind(element)));
    }

    private Fragment written(Instruction i, Fragment fragment) {
        operands.written(i, fragment.registers());
        return fragment;
    }

    private static Slot.Kind kind(Element element) {
        return element == Element.F64 ? Slot.Kind.LONG : Slot.Kind.INT;
    }
}
