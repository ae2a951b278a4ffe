package dev.diptych.kernels.instrument;

/**
 * The instructions that the pass adds to a kernel: {@code noticeBlockStart} and {@code noticeBlockEnd} of {@code notices.cuh}, which says what they do and
 * in which order. Each piece is a scope of its own, so its registers and labels hide from the kernel's.
 *
 * @param mark what no name of the PTX text holds
 * @param counterBytes of shared memory for the count of those who left; 0 for an ending without
 */
record NoticeCode(String mark, int counterBytes) {
    /** Offsets in {@code NoticeRing}, and so in the parameter. */
    private static final int STARTED_BLOCKS = 24;

    private static final int FINISHED_BLOCKS = 32;
    private static final long STARTED_BIT = 1L << 56;
    private static final long PHASE_BIT = 1L << 63;

    private static final String REGISTERS = """
            	.reg .pred 	%M_p<4>;
            	.reg .b32 	%M_r<8>;
            	.reg .b64 	%M_d<5>;
            	ld.param.u64 	%M_d0, [notices];
            	setp.eq.s64 	%M_p0, %M_d0, 0;
            """;

    /** Sets p1 unless this is the first thread of its block. */
    private static final String FIRST_THREAD = """
            	mov.u32 	%M_r0, %tid.x;
            	mov.u32 	%M_r1, %tid.y;
            	mov.u32 	%M_r2, %tid.z;
            	or.b32 	%M_r0, %M_r0, %M_r1;
            	or.b32 	%M_r0, %M_r0, %M_r2;
            	setp.ne.s32 	%M_p1, %M_r0, 0;
            """;

    /** The counter is set before anybody can be through the barrier, and so before anybody can leave. */
    private static final String START_COUNTER = """
            	@%M_p1 bra 	$M_ready;
            	st.shared.u32 	[$M_left], 0;
            $M_ready:
            	barrier.sync 	0;
            """;

    private static final String MEET = """
            	barrier.sync 	0;
            """;

    /**
     * Lanes that leave together count themselves as one, by the lowest of them: {@code activemask} parts a warp's lanes into groups, each of which
     * does nothing but meet and count from there on, so that meeting holds up nobody. The meeting hands the group's writes to the lane that counts; the
     * atomic hands them on.
     */
    private static final String COUNT_OUT = """
            	activemask.b32 	%M_r1;
            	bar.warp.sync 	%M_r1;
            	mov.u32 	%M_r2, %lanemask_lt;
            	and.b32 	%M_r2, %M_r2, %M_r1;
            	setp.ne.s32 	%M_p1, %M_r2, 0;
            	@%M_p1 bra 	$M_done;
            	popc.b32 	%M_r3, %M_r1;
            	atom.acq_rel.cta.shared.add.u32 	%M_r4, [$M_left], %M_r3;
            	add.s32 	%M_r4, %M_r4, %M_r3;
            	mov.u32 	%M_r5, %ntid.x;
            	mov.u32 	%M_r6, %ntid.y;
            	mov.u32 	%M_r7, %ntid.z;
            	mul.lo.s32 	%M_r5, %M_r5, %M_r6;
            	mul.lo.s32 	%M_r5, %M_r5, %M_r7;
            	setp.ne.s32 	%M_p1, %M_r4, %M_r5;
            """;

    /** {@code noticeCountBlock}. Parameters lie in constant memory, so only the counter is waited for by a block that reports nothing. */
    private static final String COUNT_BLOCK = """
            	ld.param.u64 	%M_d1, [notices+COUNTER];
            	ld.param.u32 	%M_r0, [notices+40];
            	ld.param.u32 	%M_r1, [notices+44];
            	cvta.to.global.u64 	%M_d1, %M_d1;
            	mov.u32 	%M_r2, %nctaid.x;
            	mov.u32 	%M_r3, %nctaid.y;
            	mov.u32 	%M_r4, %nctaid.z;
            	mul.lo.s32 	%M_r2, %M_r2, %M_r3;
            	mul.lo.s32 	%M_r2, %M_r2, %M_r4;
            	add.s32 	%M_r3, %M_r2, -1;
            	atom.ORDER.gpu.global.inc.u32 	%M_r3, [%M_d1], %M_r3;
            	add.s32 	%M_r3, %M_r3, 1;
            	rem.u32 	%M_r4, %M_r3, %M_r1;
            	setp.ne.s32 	%M_p1, %M_r4, 0;
            	setp.ne.s32 	%M_p2, %M_r3, %M_r2;
            	and.pred 	%M_p2, %M_p2, %M_p1;
            	@%M_p2 bra 	$M_done;
            	selp.b32 	%M_r1, %M_r4, %M_r1, %M_p1;
            	ld.param.u64 	%M_d1, [notices+16];
            	ld.param.u64 	%M_d2, [notices+8];
            	cvta.to.global.u64 	%M_d1, %M_d1;
            	atom.global.add.u64 	%M_d1, [%M_d1], 1;
            	add.s64 	%M_d4, %M_d2, 1;
            	and.b64 	%M_d4, %M_d4, %M_d1;
            	setp.eq.s64 	%M_p3, %M_d4, 0;
            	selp.b64 	%M_d4, PHASE, 0, %M_p3;
            	and.b64 	%M_d1, %M_d1, %M_d2;
            	shl.b64 	%M_d1, %M_d1, 3;
            	cvta.to.global.u64 	%M_d3, %M_d0;
            	add.s64 	%M_d3, %M_d3, %M_d1;
            	mov.b64 	%M_d1, {%M_r0, %M_r1};
            	or.b64 	%M_d1, %M_d1, %M_d4;
            	or.b64 	%M_d1, %M_d1, KIND;
            FENCE	st.relaxed.sys.global.u64 	[%M_d3], %M_d1;
            $M_done:
            """;

    private static final String DECLARE_COUNTER = """
            	.shared .align ALIGNMENT .b8 	$M_left[BYTES];
            """;

    /** Returns the name of the place that all ways out lead to. */
    String end() {
        return named("$M_end");
    }

    /** Returns what stands at the body's beginning. */
    String start() {
        boolean counts = counterBytes > 0;
        return (counts ? "\n" + named(DECLARE_COUNTER) : "\n")
                + named("{\n"
                        + REGISTERS
                        + "\t@%M_p0 bra \t$M_done;\n"
                        + FIRST_THREAD
                        + (counts ? START_COUNTER : "")
                        + "\t@%M_p1 bra \t$M_done;\n"
                        + countBlock(STARTED_BLOCKS, STARTED_BIT, "relaxed", "")
                        + "}\n");
    }

    /** Returns what stands at the body's end. */
    String finish() {
        return named("\n$M_end:\n{\n"
                + REGISTERS
                + "\t@%M_p0 bra \t$M_done;\n"
                + (counterBytes > 0 ? COUNT_OUT : MEET + FIRST_THREAD)
                + "\t@%M_p1 bra \t$M_done;\n"
                + countBlock(FINISHED_BLOCKS, 0, "release", "\tfence.acq_rel.sys;\n")
                + "}\n\tret;\n");
    }

    /** A block's end is counted with all that it wrote, and told with all that was counted; a start is nobody's to wait for. */
    private static String countBlock(int counter, long kind, String order, String fence) {
        return COUNT_BLOCK
                .replace("ORDER", order)
                .replace("FENCE", fence)
                .replace("COUNTER", Integer.toString(counter))
                .replace("PHASE", Long.toString(PHASE_BIT))
                .replace("KIND", Long.toString(kind));
    }

    private String named(String code) {
        return code.replace("BYTES", Integer.toString(counterBytes))
                .replace("ALIGNMENT", Integer.toString(counterBytes))
                .replace("M_", mark);
    }
}
