package dev.diptych.systems.micro;

import com.google.auto.service.AutoService;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Plan;
import dev.diptych.model.run.Program;
import dev.diptych.model.run.SystemPlugin;
import dev.diptych.systems.Setting;
import java.util.ArrayList;
import java.util.List;

/** The same kernel in several streams at once: how a GPU is shared. */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SystemPlugin.class)
public final class ConcurrentStreams implements SystemPlugin<ConcurrentStreams.Settings> {
    /**
     * Which kernel runs in how many streams.
     *
     * @param bytes of each array of each stream
     */
    public record Settings(int streams, StreamKernels.Pattern pattern, long bytes, int blocks, int threads) {}

    @Override
    public String name() {
        return "concurrent-streams";
    }

    @Override
    public String summary() {
        return "the same streaming kernel in several streams at once";
    }

    @Override
    public Settings defaults() {
        return new Settings(2, StreamKernels.Pattern.COPY, 1L << 28, 264, 256);
    }

    @Override
    public Program program(Settings settings) {
        Setting.operations("streams", settings.streams());
        Setting.multipleOf(Float.BYTES, "bytes", settings.bytes());
        Setting.blocks(settings.blocks());
        Setting.threads(settings.threads());
        return host -> {
            Gpu gpu = new Gpu(0);
            List<Launch> launches = new ArrayList<>();
            for (int stream = 0; stream < settings.streams(); stream++) {
                launches.add(StreamKernels.launch(
                        host,
                        gpu,
                        new StreamKernels.Settings(
                                settings.pattern(), settings.bytes(), settings.blocks(), settings.threads(), 1)));
            }
            return new PlanPerRequest(host, gpu, Plan.parallel("concurrent-streams", launches));
        };
    }
}
