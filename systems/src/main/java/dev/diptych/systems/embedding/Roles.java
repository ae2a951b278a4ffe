package dev.diptych.systems.embedding;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Link;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Bytes;
import java.util.Arrays;

/**
 * Which source each multiprocessor of a GPU serves first. All of them turn to local rows when their source has no more.
 *
 * @param ofSm the index of a source, or that of the GPU itself
 * @param mostHelpers for each source, how many multiprocessors may be at it before another one helps
 */
public record Roles(int[] ofSm, int[] mostHelpers) {
    private static final int WARPS_PER_SM = 32;
    /** Of {@code extraction.cu}: 1024 threads, each with four loads of 16 bytes on their way. */
    private static final long BYTES_IN_FLIGHT = 1024 * 4 * 16;

    private static final double MARGIN = 1.5;

    public Roles {
        ofSm = ofSm.clone();
        mostHelpers = mostHelpers.clone();
    }

    /**
     * Returns the roles in which each source has so many multiprocessors of its own, side by side from the highest down.
     *
     * @param smsOf for each source; what the local one has makes no difference
     * @param local the GPU's own index
     */
    public static Roles of(int sms, int[] smsOf, int local) {
        int[] ofSm = new int[sms];
        Arrays.fill(ofSm, local);
        int next = sms;
        for (int source = 0; source < smsOf.length; source++) {
            if (source == local) {
                continue;
            }
            if (smsOf[source] < 0 || smsOf[source] > next) {
                throw new InputException("%d multiprocessors for source %d: %d of %d are left"
                        .formatted(smsOf[source], source, next, sms));
            }
            Arrays.fill(ofSm, next - smsOf[source], next, source);
            next -= smsOf[source];
        }
        return new Roles(ofSm, smsOf);
    }

    /**
     * Returns the roles in which each source has the multiprocessors that it takes to use its link up, and half as many more, because what a
     * multiprocessor has on its way varies; peers get no more than half of all between them.
     *
     * @param peerSms for each peer, or 0 to have that found out; likewise {@code hostSms}
     */
    static Roles of(Platform platform, Gpu gpu, Sources sources, int peerSms, int hostSms) {
        int sms = platform.spec(gpu).sms();
        int[] smsOf = new int[sources.count()];
        int peers = 0;
        for (int source = 0; source < smsOf.length; source++) {
            boolean isHost = source == smsOf.length - 1;
            if (source == gpu.index() || sources.tables().get(source).isEmpty()) {
                continue;
            }
            int given = isHost ? hostSms : peerSms;
            smsOf[source] = given > 0 ? given : smsFor(platform, gpu, isHost ? HostMemory.HOST : new Gpu(source));
            peers += isHost ? 0 : smsOf[source];
        }
        if (peerSms == 0 && peers > sms / 2) {
            for (int source = 0; source < smsOf.length - 1; source++) {
                smsOf[source] = smsOf[source] * (sms / 2) / peers;
            }
        }
        return of(sms, smsOf, gpu.index());
    }

    private static int smsFor(Platform platform, Gpu gpu, Place source) {
        Link link = platform.link(source, gpu)
                .orElseThrow(() -> new InputException("%s cannot read from %s".formatted(gpu, source)));
        double gigabytesPerSecond = Math.min(link.smGigabytesPerSecond(), BYTES_IN_FLIGHT / link.latencyNanos());
        return (int) Math.ceil(MARGIN * link.kernelGigabytesPerSecond() / gigabytesPerSecond);
    }

    /** Returns the table for the kernel, 4 bytes a multiprocessor. */
    Bytes table() {
        return Bytes.ofInts(ofSm);
    }

    /** Returns for each source how many warps may be at it before another one helps, 4 bytes each. */
    Bytes mostWarps() {
        return Bytes.ofInts(Arrays.stream(Arrays.copyOf(mostHelpers, Sources.MOST))
                .map(sms -> sms * WARPS_PER_SM)
                .toArray());
    }
}
