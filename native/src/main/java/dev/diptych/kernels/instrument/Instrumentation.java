package dev.diptych.kernels.instrument;

import dev.diptych.model.InputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pass over PTX text that gives kernels block notices, as {@code notices.cuh} describes them: one more parameter, the last one, with the
 * fields of a {@code NoticeRing}, all by value, so that no block loads them one after the other; each block reports its start, by its first thread, and its end, when all its threads have left and what they wrote is
 * visible. The mechanism is Paella's [1], whose compiler adds calls to CUDA sources; here, any compiler's PTX will do.
 *
 * <p>All ways out become branches to one end. How the threads there find out who is the last is the kernel's {@link Ending}. Everything else stays as it
 * is, byte for byte.
 *
 * <p>A kernel may get other registers and, with {@link Ending#COUNT}, takes {@value #COUNTER_BYTES} bytes of shared memory more, or as many as keep
 * dynamic shared memory where it was, up to the alignment that the kernel may rely on. The driver says what comes of it; the simulator takes a kernel that
 * reports to need what it needs without.
 *
 * <p>[1] K. K. W. Ng, H. M. Demoulin, V. Liu, Paella: Low-latency Model Serving with Software-defined GPU Scheduling, SOSP 2023.
 */
public final class Instrumentation {
    /** The name of the parameter. */
    public static final String PARAMETER = "notices";

    /** A {@code NoticeRing}; without a ring, its first field being 0, nobody reports. */
    public static final int PARAMETER_BYTES = 48;

    /** The parameter's type as {@link dev.diptych.kernels.KernelEntry.Parameter} has it. */
    public static final String PARAMETER_TYPE = "b8[" + PARAMETER_BYTES + "]";

    /** Atomics with an order, and threads of a warp that wait apart from each other (PTX ISA 9.0, {@code atom}, {@code barrier}). */
    private static final int LEAST_TARGET = 70;

    /** For {@code activemask} (PTX ISA 9.0, section "Changes"). */
    private static final int LEAST_VERSION = 602;

    private static final Pattern TARGET = Pattern.compile("sm_(\\d+)[af]?");
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)");

    private static final int COUNTER_BYTES = 4;
    /** All banks of shared memory, so that what comes behind meets the same ones. */
    private static final int BANKS_BYTES = 128;
    /** The largest alignment that instructions ask of shared memory, for swizzled tiles: 8 rows of 128 bytes (PTX ISA 9.0, "wgmma"). */
    private static final int SWIZZLE_BYTES = 1024;

    private static final Pattern SWIZZLES = Pattern.compile("wgmma|tcgen05|cp\\.(?:reduce\\.)?async\\.bulk");

    private Instrumentation() {}

    /**
     * Gives notices to the kernels of a text.
     *
     * @param file its name, for messages
     * @param wanted which kernels, by name. One whose last parameter is named {@value #PARAMETER} and is a pointer or of its size reports by itself, and
     *     stays as it is
     * @throws InputException when the text is not PTX
     */
    public static Instrumented of(String file, String text, Predicate<String> wanted) {
        ModuleText module = ModuleReader.read(file, text);
        Endings endings = new Endings(module);
        String mark = mark(text);
        Edits edits = new Edits(text);
        Map<String, Ending> given = new LinkedHashMap<>();
        Map<String, String> refusals = new LinkedHashMap<>();
        for (FunctionText kernel : module.entries()) {
            if (wanted.test(kernel.name()) && !kernel.reports()) {
                try {
                    check(module, kernel);
                    Ending ending = endings.of(kernel);
                    int counterBytes = ending == Ending.COUNT ? counterBytes(module) : 0;
                    rewrite(kernel, new NoticeCode(mark, counterBytes), edits);
                    given.put(kernel.name(), ending);
                } catch (InputException e) {
                    // Nobody may ask for it: who does is told.
                    refusals.put(kernel.name(), e.getMessage());
                }
            }
        }
        List<String> kernels = module.entries().stream().map(FunctionText::name).toList();
        return new Instrumented(edits.text(), kernels, given, refusals, module.hasVariables());
    }

    private static void check(ModuleText module, FunctionText kernel) {
        Matcher target = TARGET.matcher(module.target());
        if (!target.matches() || Integer.parseInt(target.group(1)) < LEAST_TARGET) {
            throw refused(module, kernel, "the target is '%s', and it takes sm_70 or later".formatted(module.target()));
        }
        Matcher version = VERSION.matcher(module.version());
        if (!version.matches()
                || 100 * Integer.parseInt(version.group(1)) + Integer.parseInt(version.group(2)) < LEAST_VERSION) {
            throw refused(
                    module, kernel, "the version is '%s', and it takes PTX 6.2 or later".formatted(module.version()));
        }
        if (module.addressBits() != Long.SIZE) {
            throw refused(module, kernel, "its addresses do not have 64 bits");
        }
        if (kernel.words().contains(PARAMETER)) {
            throw refused(module, kernel, "it has a '%s' of its own; give that another name".formatted(PARAMETER));
        }
    }

    private static InputException refused(ModuleText module, FunctionText kernel, String why) {
        return new InputException(
                "%s: kernel '%s' cannot report its blocks: %s".formatted(module.file(), kernel.name(), why));
    }

    /** Returns the beginning of names that the text has none of. */
    private static String mark(String text) {
        String mark = "notice_";
        while (text.contains(mark)) {
            mark += "_";
        }
        return mark;
    }

    /** Dynamic shared memory begins behind the kernel's own, so what is put there must not shift it out of its alignment. */
    private static int counterBytes(ModuleText module) {
        if (!module.hasDynamicShared()) {
            return COUNTER_BYTES;
        }
        return SWIZZLES.matcher(module.text()).find() ? SWIZZLE_BYTES : BANKS_BYTES;
    }

    private static void rewrite(FunctionText kernel, NoticeCode code, Edits edits) {
        String parameter = "%s.param .align 8 .b8 %s[%d]"
                .formatted(kernel.hasParameters() ? ",\n\t" : "\n\t", PARAMETER, PARAMETER_BYTES);
        edits.insert(kernel.parametersEnd(), kernel.hasParentheses() ? parameter : "(" + parameter + ")");
        edits.insert(kernel.bodyStart(), code.start());
        kernel.instructions()
                .filter(instruction -> instruction.isReturn() || instruction.isExit())
                .forEach(out -> edits.replace(out.start(), out.end(), "bra \t" + code.end()));
        edits.insert(kernel.bodyEnd(), code.finish());
    }
}
