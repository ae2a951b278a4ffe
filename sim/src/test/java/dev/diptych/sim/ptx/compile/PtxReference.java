package dev.diptych.sim.ptx.compile;

import static org.assertj.core.api.Assertions.catchThrowable;

import dev.diptych.sim.ptx.PtxProgram;
import dev.diptych.sim.ptx.arith.Conversion;
import dev.diptych.sim.ptx.arith.Instructions;
import dev.diptych.sim.ptx.exec.SpecialRegisters;
import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import dev.diptych.sim.ptx.syntax.SourcePosition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The parts of {@code docs/ptx.md} that are made from the executor's own tables, by the names that mark them there. */
final class PtxReference {
    private static final int LINE_CHARACTERS = 150;

    /** The opcodes of the contents of PTX ISA 9.0, chapter "Instruction Set". */
    private static final List<String> OPCODES = List.of(
            ("abs activemask add addc alloca and applypriority atom bar barrier bfe bfi bfind bmsk bra brev brkpt brx call"
                            + " clusterlaunchcontrol clz cnot copysign cos cp createpolicy cvt cvta discard div dp2a dp4a elect"
                            + " ex2 exit fence fma fns getctarank griddepcontrol isspacep istypep ld ldmatrix ldu lg2 lop3 mad"
                            + " mad24 madc mapa match max mbarrier membar min mma mov movmatrix mul mul24 multimem nanosleep neg"
                            + " not or pmevent popc prefetch prefetchu prmt rcp red redux rem ret rsqrt sad selp set setmaxnreg"
                            + " setp shf shfl shl shr sin slct sqrt st stackrestore stacksave stmatrix sub subc suld suq sured sust"
                            + " szext tanh tcgen05 tensormap testp tex tld4 trap txq vabsdiff vabsdiff2 vabsdiff4 vadd vadd2 vadd4"
                            + " vavrg2 vavrg4 vmad vmax vmax2 vmax4 vmin vmin2 vmin4 vote vset vset2 vset4 vshl vshr vsub vsub2"
                            + " vsub4 wgmma wmma xor")
                    .split(" "));

    /** Instructions that are refused, each in a module of its own; those that want declarations have them in front, behind a bar. */
    private static final List<String> REFUSED = List.of(
            "wgmma.fence.sync.aligned;",
            "tcgen05.wait::ld.sync.aligned;",
            "mma.sp.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%f1, %f2, %f3, %f4}, {%r1, %r2}, {%r1, %r2},"
                    + " {%f1, %f2, %f3, %f4}, %r3, 0;",
            "cp.async.bulk.tensor.1d.shared::cluster.global.mbarrier::complete_tx::bytes [%r1], [%rd1, {%r2}], [%r3];",
            "cp.reduce.async.bulk.global.shared::cta.bulk_group.add.u32 [%rd1], [%r1], %r2;",
            "multimem.red.add.u32 [%rd1], %r1;",
            "setmaxnreg.inc.sync.aligned.u32 40;",
            "createpolicy.fractional.L2::evict_last.b64 %rd1, 1.0;",
            ".global .texref image;|tex.2d.v4.f32.f32 {%f1, %f2, %f3, %f4}, [image, {%f1, %f2}];",
            "vadd.s32.s32.s32 %r1, %r2, %r3;",
            "mov.b128 %rq, {%rd1, %rd2};",
            "ld.global.b128 %rq, [%rd1];",
            "atom.global.cas.b128 %rq, [%rd1], %rq, %rq;",
            "shfl.down.b32 %r1, %r2, 1, 31;",
            "vote.ballot.b32 %r1, %p1;",
            "stacksave.u64 %rd1;",
            "brkpt;",
            ".func f()|call %rd1, (), f;",
            ".func again() { call again; ret; }|call again;");

    private PtxReference() {}

    /** Returns the parts by name. */
    static Map<String, String> parts() {
        Map<String, Supplier<String>> parts = new LinkedHashMap<>();
        parts.put("opcodes", PtxReference::opcodes);
        parts.put("arithmetic", PtxReference::arithmetic);
        parts.put("conversions", PtxReference::conversions);
        parts.put("special registers", PtxReference::specialRegisters);
        parts.put("refused", PtxReference::refused);
        Map<String, String> texts = new LinkedHashMap<>();
        parts.forEach((name, part) -> texts.put(name, part.get()));
        return texts;
    }

    private static String opcodes() {
        Set<String> computed =
                Instructions.all().keySet().stream().map(PtxReference::opcode).collect(Collectors.toSet());
        Set<String> compiled = new Lowerings(false).opcodes();
        TreeSet<String> all = new TreeSet<>(OPCODES);
        all.addAll(computed);
        all.addAll(compiled);
        Map<String, List<String>> families = all.stream()
                .collect(Collectors.groupingBy(
                        opcode -> family(opcode, computed, compiled), TreeMap::new, Collectors.toList()));
        List<String> rows = new ArrayList<>(List.of("| family | opcodes |", "|---|---|"));
        families.forEach((family, opcodes) -> rows.add("| %s | %s |"
                .formatted(family, opcodes.stream().map("`%s`"::formatted).collect(Collectors.joining(" ")))));
        return String.join("\n", rows);
    }

    private static String family(String opcode, Set<String> computed, Set<String> compiled) {
        Operand.Reg guard = new Operand.Reg("%p", false);
        Instruction bare = new Instruction(guard, opcode, List.of(), List.of(), 1, SourcePosition.NONE);
        if (Flow.leaves(bare) || opcode.equals("call")) {
            return "control";
        }
        if (WarpInstructions.isWarpWide(bare)) {
            return "warp-wide";
        }
        // Packed conversions are computed, the others compiled.
        if (computed.contains(opcode) && !opcode.equals("cvt")) {
            return "arithmetic";
        }
        return compiled.contains(opcode) ? "moves, conversions, memory" : "not supported";
    }

    private static String opcode(String name) {
        return name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
    }

    /** One row an opcode: its modifiers, and the types for which all of them exist. */
    private static String arithmetic() {
        Map<String, Map<String, TreeSet<String>>> types = new TreeMap<>();
        for (String numbered : Instructions.all().keySet()) {
            String name = numbered.contains("/") ? numbered.substring(0, numbered.indexOf('/')) : numbered;
            String type = name.substring(name.lastIndexOf('.') + 1);
            String modifiers = name.substring(opcode(name).length(), name.length() - type.length() - 1);
            types.computeIfAbsent(opcode(name), absent -> new TreeMap<>())
                    .computeIfAbsent(modifiers, absent -> new TreeSet<>())
                    .add(type);
        }
        List<String> rows = new ArrayList<>(List.of("| opcode | modifiers: types |", "|---|---|"));
        types.forEach((opcode, byModifiers) -> {
            Map<TreeSet<String>, List<String>> grouped = new LinkedHashMap<>();
            byModifiers.forEach((modifiers, ofTypes) -> grouped.computeIfAbsent(ofTypes, absent -> new ArrayList<>())
                    .add(modifiers));
            List<String> cells = new ArrayList<>();
            grouped.forEach((ofTypes, modifiers) -> cells.add(modifiers.stream()
                            .map(modifier -> modifier.isEmpty() ? "none" : "`%s`".formatted(modifier))
                            .collect(Collectors.joining(" "))
                    + ": "
                    + String.join(" ", ofTypes)));
            rows.add("| `%s` | %s |".formatted(opcode, String.join("; ", cells)));
        });
        return String.join("\n", rows);
    }

    private static String conversions() {
        Map<String, TreeSet<String>> sources = new TreeMap<>();
        for (String name : Conversion.names()) {
            int from = name.lastIndexOf('.');
            int to = name.lastIndexOf('.', from - 1);
            sources.computeIfAbsent(name.substring(to + 1, from), absent -> new TreeSet<>())
                    .add(name.substring(from + 1));
        }
        Map<TreeSet<String>, List<String>> grouped = new LinkedHashMap<>();
        sources.forEach((to, from) ->
                grouped.computeIfAbsent(from, absent -> new ArrayList<>()).add(to));
        List<String> rows = new ArrayList<>(List.of("| to | from |", "|---|---|"));
        grouped.forEach((from, to) -> rows.add("| %s | %s |".formatted(String.join(" ", to), String.join(" ", from))));
        return String.join("\n", rows);
    }

    private static String specialRegisters() {
        StringBuilder text = new StringBuilder();
        int line = 0;
        for (String name : SpecialRegisters.all().keySet()) {
            String word = "`%" + name + "`";
            boolean fits = line + 1 + word.length() <= LINE_CHARACTERS;
            text.append(line == 0 ? "" : fits ? " " : "\n").append(word);
            line = fits ? line + 1 + word.length() : word.length();
        }
        return text.toString();
    }

    private static String refused() {
        List<String> rows = new ArrayList<>(List.of("| instruction | error |", "|---|---|"));
        for (String probe : REFUSED) {
            int bar = probe.indexOf('|');
            String declared = bar < 0 ? "" : probe.substring(0, bar);
            String instruction = probe.substring(bar + 1);
            rows.add("| `%s` | `%s` |".formatted(instruction, message(declared, instruction)));
        }
        return String.join("\n", rows);
    }

    private static String message(String declared, String instruction) {
        String text = String.join(
                "\n",
                Arrays.asList(
                        ".version 9.0",
                        ".target sm_100",
                        ".address_size 64",
                        declared.startsWith(".func f") ? ".visible .func f() { ret; }" : declared,
                        ".visible .entry k() {",
                        ".reg .pred %p<2>; .reg .f32 %f<5>; .reg .b32 %r<5>; .reg .b64 %rd<5>; .reg .b128 %rq;",
                        instruction,
                        "ret;",
                        "}",
                        ""));
        Throwable refusal = catchThrowable(() -> PtxProgram.of("x.ptx", text).kernel("k"));
        if (refusal == null) {
            throw new IllegalStateException("'%s' is not refused; take it off the list".formatted(instruction));
        }
        return String.valueOf(refusal.getMessage());
    }
}
