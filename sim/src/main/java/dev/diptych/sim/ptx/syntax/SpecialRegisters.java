package dev.diptych.sim.ptx.syntax;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The special registers that PTX predefines (PTX ISA 9.0, chapter "Special Registers"), by name. */
final class SpecialRegisters {
    /** What the components of vectors are called; {@link #component} knows their other names too. */
    static final List<String> COMPONENTS = List.of("x", "y", "z", "w");

    private static final Set<String> VECTORS = Set.of(
            "%tid", "%ntid", "%ctaid", "%nctaid", "%clusterid", "%nclusterid", "%cluster_ctaid", "%cluster_nctaid");

    private static final Set<String> SCALARS = scalars();

    private SpecialRegisters() {}

    private static Set<String> scalars() {
        Set<String> names = new TreeSet<>(List.of(
                "%laneid",
                "%warpid",
                "%nwarpid",
                "%smid",
                "%nsmid",
                "%gridid",
                "%is_explicit_cluster",
                "%cluster_ctarank",
                "%cluster_nctarank",
                "%lanemask_eq",
                "%lanemask_le",
                "%lanemask_lt",
                "%lanemask_ge",
                "%lanemask_gt",
                "%clock",
                "%clock_hi",
                "%clock64",
                "%globaltimer",
                "%globaltimer_lo",
                "%globaltimer_hi",
                "%total_smem_size",
                "%aggr_smem_size",
                "%dynamic_smem_size",
                "%current_graph_exec",
                "%reserved_smem_offset_begin",
                "%reserved_smem_offset_end",
                "%reserved_smem_offset_cap",
                "%reserved_smem_offset_0",
                "%reserved_smem_offset_1"));
        for (int i = 0; i < 32; i++) {
            names.add("%envreg" + i);
        }
        for (int i = 0; i < 8; i++) {
            names.add("%pm" + i);
            names.add("%pm" + i + "_64");
        }
        return names;
    }

    /** Returns whether the name is that of a special register with components. */
    static boolean isVector(String name) {
        return VECTORS.contains(name);
    }

    /** Returns whether the name is that of a special register without components. */
    static boolean isScalar(String name) {
        return SCALARS.contains(name);
    }

    /** Returns the name among {@link #COMPONENTS} of a suffix such as {@code .x} or {@code .r}, empty where it is none. */
    static String component(String suffix) {
        int color = List.of(".r", ".g", ".b", ".a").indexOf(suffix);
        String name = color >= 0 ? COMPONENTS.get(color) : suffix.substring(1);
        return COMPONENTS.contains(name) ? name : "";
    }
}
