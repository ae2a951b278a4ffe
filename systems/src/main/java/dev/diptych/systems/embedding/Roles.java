package dev.diptych.systems.embedding;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Link;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which source each multiprocessor of a GPU serves first: each source has some of its own, the rest begin with local rows. All of them turn to
 * local rows when their source has no more, and no more than those of a source help there.
 *
 * @param sms of the GPU
 * @param local the GPU's own index
 * @param smsOf multiprocessors of each source; what the local one has makes no difference
 */
public record Roles(int sms, int local, List<Integer> smsOf) {
    private static final int WARPS_PER_SM = 32;
    /** Of {@code extraction.cu}: 1024 threads, each with four loads of 16 bytes on their way. */
    private static final long BYTES_IN_FLIGHT = 1024 * 4 * 16;

    private static final double MARGIN = 3;

    public Roles {
        smsOf = List.copyOf(smsOf);
        int left = sms;
        for (int source = 0; source < smsOf.size(); source++) {
            int own = source == local ? 0 : smsOf.get(source);
            if (own < 0 || own > left) {
                throw new InputException(
                        "%d multiprocessors for source %d: %d of %d are left".formatted(own, source, left, sms));
            }
            left -= own;
        }
    }

    /**
     * Returns the roles in which each source has the multiprocessors that it takes to use its link up, three times over: addresses of the host's memory take
     * long to translate, and rows wait for their turn. Where that is found out, the host gets no more than half of all multiprocessors, the peers no more
     * than half between them, and neither more than the others leave; what is given is given.
     *
     * @param peerSms for each peer, or 0 to have that found out; likewise {@code hostSms}
     */
    public static Roles of(Platform platform, Gpu gpu, Sources sources, int peerSms, int hostSms) {
        int sms = platform.spec(gpu).sms();
        int host = sources.count() - 1;
        List<Integer> smsOf = new ArrayList<>();
        int peers = 0;
        for (int source = 0; source < host; source++) {
            int own = 0;
            if (source != gpu.index() && sources.tables().get(source).isPresent()) {
                own = peerSms > 0 ? peerSms : smsFor(platform, gpu, new Gpu(source));
            }
            smsOf.add(own);
            peers += own;
        }
        int left = Math.max(0, Math.min(sms / 2, sms - hostSms));
        if (peerSms == 0 && peers > left) {
            for (int source = 0; source < host; source++) {
                smsOf.set(source, smsOf.get(source) * left / peers);
            }
        }
        int peersGot = smsOf.stream().mapToInt(Integer::intValue).sum();
        int mostOfHost = Math.max(0, Math.min(sms / 2, sms - peersGot));
        smsOf.add(hostSms > 0 ? hostSms : Math.min(mostOfHost, smsFor(platform, gpu, HostMemory.HOST)));
        return new Roles(sms, gpu.index(), smsOf);
    }

    private static int smsFor(Platform platform, Gpu gpu, Place source) {
        Link link = platform.link(source, gpu)
                .orElseThrow(() -> new InputException("%s cannot read from %s".formatted(gpu, source)));
        double gigabytesPerSecond = Math.min(link.smGigabytesPerSecond(), BYTES_IN_FLIGHT / link.latencyNanos());
        return (int) Math.ceil(MARGIN * link.kernelGigabytesPerSecond() / gigabytesPerSecond);
    }

    /** Returns the source of each multiprocessor, for the kernel: those of the sources come last, the first source's behind all others. */
    Bytes table() {
        int[] ofSm = new int[sms];
        Arrays.fill(ofSm, local);
        int end = sms;
        for (int source = 0; source < smsOf.size(); source++) {
            if (source != local) {
                Arrays.fill(ofSm, end - smsOf.get(source), end, source);
                end -= smsOf.get(source);
            }
        }
        return Bytes.ofInts(ofSm);
    }

    /** Returns for each source how many warps may be at it before another one helps, 4 bytes each. */
    Bytes mostWarps() {
        int[] warps = new int[Sources.MOST];
        for (int source = 0; source < smsOf.size(); source++) {
            warps[source] = smsOf.get(source) * WARPS_PER_SM;
        }
        return Bytes.ofInts(warps);
    }
}
