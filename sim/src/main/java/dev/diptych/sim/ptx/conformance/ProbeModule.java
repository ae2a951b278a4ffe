package dev.diptych.sim.ptx.conformance;

import java.util.List;

/** PTX text with one kernel a probe: thread {@code i} applies the instruction to element {@code i} of the operands' arrays. */
final class ProbeModule {
    static final String TARGET = "sm_90";

    private static final String HEADER = """
            .version 9.0
            .target %s
            .address_size 64
            """.formatted(TARGET);

    private ProbeModule() {}

    /** Returns the name of the kernel of a probe. */
    static String entry(int index) {
        return "probe" + index;
    }

    static String text(List<Probe> probes) {
        StringBuilder text = new StringBuilder(HEADER);
        for (int i = 0; i < probes.size(); i++) {
            kernel(text, entry(i), probes.get(i));
        }
        return text.toString();
    }

    private static void kernel(StringBuilder text, String entry, Probe probe) {
        text.append("\n// ")
                .append(probe.title())
                .append("\n.visible .entry ")
                .append(entry)
                .append("(");
        text.append("\n\t.param .u64 ").append(entry).append("_out");
        for (int i = 0; i < probe.operands().size(); i++) {
            text.append(",\n\t.param .u64 ").append(entry).append("_in").append(i);
        }
        text.append("\n)\n{\n");
        line(text, ".reg .b32 %index, %block, %threads, %thread, %u;");
        line(text, ".reg .b64 %address, %offset, %t;");
        declare(text, "%d", probe.result());
        for (int i = 0; i < probe.operands().size(); i++) {
            declare(text, "%a" + i, probe.operands().get(i));
        }
        line(text, "mov.u32 %block, %ctaid.x;");
        line(text, "mov.u32 %threads, %ntid.x;");
        line(text, "mov.u32 %thread, %tid.x;");
        line(text, "mad.lo.s32 %index, %block, %threads, %thread;");
        for (int i = 0; i < probe.operands().size(); i++) {
            load(text, "%a" + i, probe.operands().get(i), entry + "_in" + i);
        }
        probe.code().forEach(code -> line(text, code));
        store(text, probe.result(), entry + "_out");
        line(text, "ret;");
        text.append("}\n");
    }

    private static void declare(StringBuilder text, String name, Format format) {
        if (format == Format.PREDICATE_PAIR) {
            line(text, ".reg .pred %s0, %s1;".formatted(name, name));
        } else {
            line(text, ".reg .%s %s;".formatted(format.register(), name));
        }
        if (format.isPredicate()) {
            line(text, ".reg .b32 %sw;".formatted(name));
        }
    }

    private static void load(StringBuilder text, String name, Format format, String parameter) {
        address(text, format, parameter);
        if (format.isPredicate()) {
            line(text, "ld.global.b32 %sw, [%%address];".formatted(name));
            line(text, "setp.ne.s32 %s, %sw, 0;".formatted(name, name));
        } else {
            line(text, "ld.global.%s %s, [%%address];".formatted(format.memory(), name));
        }
    }

    private static void store(StringBuilder text, Format format, String parameter) {
        address(text, format, parameter);
        if (format == Format.PREDICATE) {
            line(text, "selp.b32 %dw, 1, 0, %d;");
        } else if (format == Format.PREDICATE_PAIR) {
            line(text, "selp.b32 %dw, 1, 0, %d0;");
            line(text, "selp.b32 %u, 2, 0, %d1;");
            line(text, "or.b32 %dw, %dw, %u;");
        }
        String value = format.isPredicate() ? "%dw" : "%d";
        line(text, "st.global.%s [%%address], %s;".formatted(format.memory(), value));
    }

    private static void address(StringBuilder text, Format format, String parameter) {
        line(text, "ld.param.u64 %%address, [%s];".formatted(parameter));
        line(text, "mul.wide.u32 %%offset, %%index, %d;".formatted(format.memoryBytes()));
        line(text, "add.s64 %address, %address, %offset;");
    }

    private static void line(StringBuilder text, String code) {
        text.append('\t').append(code).append('\n');
    }
}
