package dev.diptych.real;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Platform;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which GPUs of a run reach each other's memory. */
final class PeerLinks {
    private final boolean[][] reaches;

    private PeerLinks(boolean[][] reaches) {
        this.reaches = reaches;
    }

    /**
     * Opens every way that the driver has between the GPUs of a run.
     *
     * @throws InputException when it has none where the platform has a link
     */
    static PeerLinks enable(Cuda cuda, List<CudaGpu> gpus, Platform platform) {
        int count = gpus.size();
        boolean[][] reaches = new boolean[count][count];
        for (int from = 0; from < count; from++) {
            reaches[from][from] = true;
            gpus.get(from).use();
            for (int to = 0; to < count; to++) {
                if (from != to && cuda.canAccessPeer(cuda.device(from), cuda.device(to))) {
                    cuda.enablePeer(gpus.get(to).context());
                    reaches[from][to] = true;
                }
            }
        }
        PeerLinks links = new PeerLinks(reaches);
        platform.links().forEach(link -> {
            if (link.from() instanceof Gpu from && link.to() instanceof Gpu to) {
                links.require(from, to);
            }
        });
        return links;
    }

    /**
     * Requires that one GPU reaches the memory of another.
     *
     * @throws InputException naming both when it does not
     */
    void require(Gpu from, Gpu to) {
        if (from.index() >= reaches.length || to.index() >= reaches.length || !reaches[from.index()][to.index()]) {
            throw new InputException(
                    "%s cannot reach the memory of %s: this machine has no peer link between them".formatted(from, to));
        }
    }

    /** Returns for each GPU whose memory it reaches, as indices with commas. */
    SortedMap<String, String> facts() {
        SortedMap<String, String> facts = new TreeMap<>();
        for (int from = 0; from < reaches.length; from++) {
            StringBuilder peers = new StringBuilder();
            for (int to = 0; to < reaches.length; to++) {
                if (from != to && reaches[from][to]) {
                    peers.append(peers.length() == 0 ? "" : ",").append(to);
                }
            }
            facts.put("gpu" + from + ".peers", peers.toString());
        }
        return facts;
    }
}
