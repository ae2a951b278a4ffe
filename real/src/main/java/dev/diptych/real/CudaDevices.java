package dev.diptych.real;

import dev.diptych.model.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** The GPUs of this machine, for people to read. */
public final class CudaDevices {
    private CudaDevices() {}

    /** Returns a line for each fact about driver and GPUs, as {@code name: value}; or one line that says why there are none. */
    public static List<String> describe() {
        try {
            return describe(Cuda.load());
        } catch (InputException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private static List<String> describe(Cuda cuda) {
        List<String> lines = new ArrayList<>();
        lines.add("cuda.version: " + Cuda.versionText(cuda.driverVersion()));
        CudaFacts.driver().ifPresent(driver -> lines.add("driver: " + driver));
        int count = cuda.deviceCount();
        for (int index = 0; index < count; index++) {
            SortedMap<String, String> facts = DeviceProperties.read(cuda, index).facts();
            for (Map.Entry<String, String> fact : facts.entrySet()) {
                lines.add(fact.getKey() + ": " + fact.getValue());
            }
            List<String> peers = new ArrayList<>();
            for (int other = 0; other < count; other++) {
                if (other != index && cuda.canAccessPeer(cuda.device(index), cuda.device(other))) {
                    peers.add(String.valueOf(other));
                }
            }
            lines.add("gpu%d.peers: %s".formatted(index, String.join(",", peers)));
        }
        return List.copyOf(lines);
    }

    /**
     * Returns the names of this machine's GPUs, in the order of their indices; at least one.
     *
     * @throws InputException when there is none, or no driver for them
     */
    public static List<String> names() {
        Cuda cuda = Cuda.load();
        List<String> names = new ArrayList<>();
        for (int index = 0; index < cuda.deviceCount(); index++) {
            names.add(DeviceProperties.read(cuda, index).name());
        }
        if (names.isEmpty()) {
            throw new InputException("this machine has no NVIDIA GPU");
        }
        return List.copyOf(names);
    }
}
