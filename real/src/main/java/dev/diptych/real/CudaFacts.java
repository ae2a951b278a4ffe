package dev.diptych.real;

import dev.diptych.model.hw.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a reader of a run's result needs to know of the machine. */
final class CudaFacts {
    private static final Pattern DRIVER_VERSION = Pattern.compile("\\d+\\.\\d+(\\.\\d+)?");
    private static final Path DRIVER_FILE = Path.of("/proc/driver/nvidia/version");
    /** How many hardware queues streams share; read by the driver from the environment. */
    private static final String CONNECTIONS = "CUDA_DEVICE_MAX_CONNECTIONS";

    private CudaFacts() {}

    /** Returns the facts of a run that has ended, its GPUs idle. */
    static SortedMap<String, String> of(
            Cuda cuda, Platform platform, CudaSettings settings, List<CudaGpu> gpus, PeerLinks peers, Teller teller) {
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("cuda.version", Cuda.versionText(cuda.driverVersion()));
        driver().ifPresent(driver -> facts.put("driver", driver));
        facts.put(
                "hardwareQueues",
                Optional.ofNullable(System.getenv(CONNECTIONS)).orElse("driver's default"));
        facts.put("deviceTimes", spelled(settings.deviceTimes()));
        facts.put("movedTimes", String.valueOf(teller.movedTimes()));
        facts.put("shortenedTimes", String.valueOf(teller.shortenedTimes()));
        facts.putAll(peers.facts());
        for (CudaGpu gpu : gpus) {
            facts.putAll(of(gpu, settings));
            int sms = platform.gpus().get(gpu.properties().index()).sms();
            facts.put("gpu%d.platformSms".formatted(gpu.properties().index()), String.valueOf(sms));
        }
        return facts;
    }

    private static SortedMap<String, String> of(CudaGpu gpu, CudaSettings settings) {
        DeviceProperties properties = gpu.properties();
        SortedMap<String, String> facts = properties.facts();
        String prefix = "gpu%d.".formatted(properties.index());
        // Which card it was is nobody's business who reads a recording; which model is.
        facts.remove(prefix + "uuid");
        boolean values = CudaGpu.usesStreamValues(settings, properties);
        String why = settings.completion() != CudaSettings.Completion.AUTO
                ? "as set"
                : values ? "the GPU writes values from streams" : "the GPU cannot write values from streams";
        facts.put(prefix + "completion", (values ? "stream-value" : "event") + " (" + why + ")");
        DeviceClock clock = gpu.clock();
        if (clock != null) {
            gpu.use();
            double runWindowNanos = clock.map().windowNanos();
            clock.calibrate();
            facts.put(prefix + "clock.windowNanos", String.format(Locale.ROOT, "%.0f", runWindowNanos));
            facts.put(
                    prefix + "clock.driftPartsPerMillion",
                    String.format(Locale.ROOT, "%.3f", clock.map().driftPartsPerMillion()));
            facts.put(prefix + "clock.restarts", String.valueOf(clock.map().restarts()));
        }
        return facts;
    }

    /** Returns the kernel driver's first line about itself, where there is one. */
    static Optional<String> driver() {
        if (!Files.isReadable(DRIVER_FILE)) {
            return Optional.empty();
        }
        try {
            return Files.readAllLines(DRIVER_FILE).stream().findFirst().map(CudaFacts::version);
        } catch (IOException e) {
            return Optional.of("unknown: " + e.getMessage());
        }
    }

    /** Returns the version in the driver's own line, which also names who built it. */
    private static String version(String line) {
        Matcher version = DRIVER_VERSION.matcher(line);
        return version.find() ? version.group() : "unknown";
    }

    private static String spelled(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
