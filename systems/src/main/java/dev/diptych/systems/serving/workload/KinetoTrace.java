package dev.diptych.systems.serving.workload;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.op.Op;
import dev.diptych.model.run.Host;
import dev.diptych.systems.Setting;
import dev.diptych.traces.kineto.KinetoFile;
import dev.diptych.traces.kineto.RecordedKernel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A model of which the PyTorch profiler has recorded some inferences: stand-ins for its kernels, one after the other. */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(ModelSource.class)
public final class KinetoTrace implements ModelSource<KinetoTrace.Settings> {
    /**
     * The trace.
     *
     * @param file of it, {@code .json} or {@code .json.gz}
     * @param inferences that it holds, one after the other, alike but for their times; of these the medians are taken
     */
    public record Settings(String file, int inferences) {}

    @Override
    public String name() {
        return "kineto";
    }

    @Override
    public String summary() {
        return "stand-ins for the kernels of a recorded PyTorch model";
    }

    @Override
    public Settings defaults() {
        return new Settings("experiments/data/models-h200/resnet18.kineto.json.gz", 3);
    }

    @Override
    public Blueprint blueprint(Settings settings) {
        Setting.atLeast(1, "inferences", settings.inferences());
        List<RecordedKernel> all = KinetoFile.read(Path.of(settings.file()));
        int each = all.size() / settings.inferences();
        if (each == 0 || all.size() % settings.inferences() != 0) {
            throw new InputException("%s: %d kernels are not %d inferences of as many each"
                    .formatted(settings.file(), all.size(), settings.inferences()));
        }
        List<RecordedKernel> kernels = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            kernels.add(median(settings, all, i, each));
        }
        return new Trace(kernels);
    }

    /** Returns a kernel with its median time over the inferences. */
    private static RecordedKernel median(Settings settings, List<RecordedKernel> all, int index, int each) {
        RecordedKernel first = all.get(index);
        List<Double> micros = new ArrayList<>();
        for (int i = index; i < all.size(); i += each) {
            RecordedKernel again = all.get(i);
            if (!again.name().equals(first.name()) || !again.grid().equals(first.grid())) {
                throw new InputException("%s: kernel %d is %s in one inference and %s in another; set 'inferences'"
                        .formatted(settings.file(), index, first.name(), again.name()));
            }
            micros.add(again.micros());
        }
        micros.sort(null);
        return new RecordedKernel(
                first.name(),
                first.grid(),
                first.block(),
                first.registersPerThread(),
                first.sharedBytesPerBlock(),
                micros.get(micros.size() / 2));
    }

    private record Trace(List<RecordedKernel> kernels) implements Blueprint {
        @Override
        public Recipe instance(Host host, Gpu gpu, int batch) {
            GpuSpec spec = host.platform().spec(gpu);
            return Recipe.of(kernels.stream()
                    .map(kernel -> (Op) Surrogates.of(kernel, spec, batch))
                    .toList());
        }

        @Override
        public boolean hasMemory() {
            return false;
        }

        @Override
        public List<Double> profileMicros(Host host, Gpu gpu, int batch) {
            // How long several requests at once take was not recorded.
            return batch == 1 ? kernels.stream().map(RecordedKernel::micros).toList() : List.of();
        }
    }
}
