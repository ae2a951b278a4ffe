package dev.diptych.sim.ptx.exec;

import java.lang.reflect.Method;
import java.util.SortedMap;
import java.util.TreeMap;

/** What special registers hold (PTX ISA 9.0, section "Special Registers"). */
public final class SpecialRegisters {
    private SpecialRegisters() {}

    /** Returns the methods by the registers' names, such as {@code tid.x}. */
    public static SortedMap<String, Method> all() {
        SortedMap<String, Method> methods = new TreeMap<>();
        for (Method method : SpecialRegisters.class.getDeclaredMethods()) {
            SpecialRegister names = method.getAnnotation(SpecialRegister.class);
            if (names != null) {
                for (String name : names.value()) {
                    methods.put(name, method);
                }
            }
        }
        return methods;
    }

    @SpecialRegister("tid.x")
    public static int tidX(Warp warp, int lane) {
        return warp.tidX[lane];
    }

    @SpecialRegister("tid.y")
    public static int tidY(Warp warp, int lane) {
        return warp.tidY[lane];
    }

    @SpecialRegister("tid.z")
    public static int tidZ(Warp warp, int lane) {
        return warp.tidZ[lane];
    }

    @SpecialRegister("ntid.x")
    public static int ntidX(Warp warp, int lane) {
        return warp.block.grid().block().x();
    }

    @SpecialRegister("ntid.y")
    public static int ntidY(Warp warp, int lane) {
        return warp.block.grid().block().y();
    }

    @SpecialRegister("ntid.z")
    public static int ntidZ(Warp warp, int lane) {
        return warp.block.grid().block().z();
    }

    @SpecialRegister({"ctaid.x", "clusterid.x"})
    public static int ctaidX(Warp warp, int lane) {
        return warp.block.index().x();
    }

    @SpecialRegister({"ctaid.y", "clusterid.y"})
    public static int ctaidY(Warp warp, int lane) {
        return warp.block.index().y();
    }

    @SpecialRegister({"ctaid.z", "clusterid.z"})
    public static int ctaidZ(Warp warp, int lane) {
        return warp.block.index().z();
    }

    @SpecialRegister({"nctaid.x", "nclusterid.x"})
    public static int nctaidX(Warp warp, int lane) {
        return warp.block.grid().grid().x();
    }

    @SpecialRegister({"nctaid.y", "nclusterid.y"})
    public static int nctaidY(Warp warp, int lane) {
        return warp.block.grid().grid().y();
    }

    @SpecialRegister({"nctaid.z", "nclusterid.z"})
    public static int nctaidZ(Warp warp, int lane) {
        return warp.block.grid().grid().z();
    }

    @SpecialRegister("laneid")
    public static int laneid(Warp warp, int lane) {
        return lane;
    }

    @SpecialRegister("warpid")
    public static int warpid(Warp warp, int lane) {
        return warp.index;
    }

    @SpecialRegister("nwarpid")
    public static int nwarpid(Warp warp, int lane) {
        return warp.block.warps();
    }

    /** Blocks are given to multiprocessors in turn. */
    @SpecialRegister("smid")
    public static int smid(Warp warp, int lane) {
        return (int) (warp.block.linearIndex() % warp.block.grid().sms());
    }

    @SpecialRegister("nsmid")
    public static int nsmid(Warp warp, int lane) {
        return warp.block.grid().sms();
    }

    /** One launch is one grid. */
    @SpecialRegister("gridid")
    public static long gridid(Warp warp, int lane) {
        return 1;
    }

    @SpecialRegister("lanemask_eq")
    public static int lanemaskEq(Warp warp, int lane) {
        return 1 << lane;
    }

    @SpecialRegister("lanemask_lt")
    public static int lanemaskLt(Warp warp, int lane) {
        return (1 << lane) - 1;
    }

    @SpecialRegister("lanemask_le")
    public static int lanemaskLe(Warp warp, int lane) {
        return (1 << lane) | ((1 << lane) - 1);
    }

    @SpecialRegister("lanemask_ge")
    public static int lanemaskGe(Warp warp, int lane) {
        return -(1 << lane);
    }

    @SpecialRegister("lanemask_gt")
    public static int lanemaskGt(Warp warp, int lane) {
        return -(1 << lane) & ~(1 << lane);
    }

    /** Time never reaches what a kernel computes, but a clock has to advance: this one counts the warp's own instructions. */
    @SpecialRegister({"clock64", "globaltimer"})
    public static long clock64(Warp warp, int lane) {
        return warp.clock;
    }

    @SpecialRegister({"clock", "globaltimer_lo"})
    public static int clock(Warp warp, int lane) {
        return (int) warp.clock;
    }

    @SpecialRegister({"clock_hi", "globaltimer_hi"})
    public static int clockHi(Warp warp, int lane) {
        return (int) (warp.clock >>> 32);
    }

    @SpecialRegister("dynamic_smem_size")
    public static int dynamicSharedBytes(Warp warp, int lane) {
        return warp.block.grid().dynamicSharedBytes();
    }

    @SpecialRegister("total_smem_size")
    public static int totalSharedBytes(Warp warp, int lane) {
        return warp.shared.length;
    }

    // Without clusters, each block is a cluster of its own (PTX ISA 9.0, section "Cluster Thread Array").
    @SpecialRegister({"cluster_ctaid.x", "cluster_ctaid.y", "cluster_ctaid.z", "cluster_ctarank", "is_explicit_cluster"
    })
    public static int zero(Warp warp, int lane) {
        return 0;
    }

    @SpecialRegister({"cluster_nctaid.x", "cluster_nctaid.y", "cluster_nctaid.z", "cluster_nctarank"})
    public static int one(Warp warp, int lane) {
        return 1;
    }
}
