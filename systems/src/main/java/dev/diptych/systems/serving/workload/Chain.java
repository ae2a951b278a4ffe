package dev.diptych.systems.serving.workload;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.run.Host;
import dev.diptych.model.work.Footprint;
import dev.diptych.systems.Setting;
import dev.diptych.systems.plan.NativeKernel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Kernels that follow each other and do nothing but take time. */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(ModelSource.class)
public final class Chain implements ModelSource<Chain.Settings> {
    /** The kernels, in their order. */
    public record Settings(List<Member> kernels) {
        public Settings {
            kernels = List.copyOf(kernels);
        }
    }

    /**
     * Kernels that are alike. A job that serves several requests at once has as many times the blocks.
     *
     * @param micros that each block takes
     * @param sharedBytes of a block, to bound how many a multiprocessor holds; none if absent
     * @param count how many there are; one if absent
     * @param bound what schedulers are told that they use most; unknown if absent
     */
    public record Member(
            int blocks,
            int threads,
            double micros,
            Optional<Integer> sharedBytes,
            Optional<Integer> count,
            Optional<Bound> bound) {}

    @Override
    public String name() {
        return "chain";
    }

    @Override
    public String summary() {
        return "kernels that follow each other and do nothing but take time";
    }

    @Override
    public Settings defaults() {
        return new Settings(List.of(new Member(16, 128, 20, Optional.empty(), Optional.of(8), Optional.empty())));
    }

    @Override
    public Blueprint blueprint(Settings settings) {
        if (settings.kernels().isEmpty()) {
            throw new InputException("setting 'kernels' of a chain is empty; it has at least one");
        }
        for (Member member : settings.kernels()) {
            Setting.blocks(member.blocks());
            Setting.threads(member.threads());
            Setting.atLeast(0, "sharedBytes", member.sharedBytes().orElse(0));
            Setting.operations("count", member.count().orElse(1));
            if (!(member.micros() >= 0 && member.micros() <= MOST_MICROS)) {
                throw new InputException(
                        "setting 'micros' is %s; it should be from 0 to %s".formatted(member.micros(), MOST_MICROS));
            }
        }
        return new Kernels(settings.kernels());
    }

    /** Half an hour. */
    private static final double MOST_MICROS = 1.8e9;

    private record Kernels(List<Member> members) implements Blueprint {
        @Override
        public Recipe instance(Host host, Gpu gpu, int batch) {
            List<Op> ops = new ArrayList<>();
            for (Member member : members) {
                Launch launch = launch(member, batch, host.platform().spec(gpu));
                ops.addAll(Collections.nCopies(member.count().orElse(1), launch));
            }
            return Recipe.of(ops);
        }

        private static Launch launch(Member member, int batch, GpuSpec spec) {
            return new Launch(
                    NativeKernel.of("surrogate", "surrogate_16"),
                    Dim.of(Math.multiplyExact(member.blocks(), batch)),
                    Dim.of(member.threads()),
                    member.sharedBytes().orElse(0),
                    List.of(new Arg.I64(
                            Math.round(member.micros() * spec.clock().megahertz()))),
                    0);
        }

        @Override
        public boolean hasMemory() {
            return false;
        }

        @Override
        public List<Double> profileMicros(Host host, Gpu gpu, int batch) {
            List<Double> micros = new ArrayList<>();
            GpuSpec spec = host.platform().spec(gpu);
            for (Member member : members) {
                Footprint block = Footprint.of(launch(member, batch, spec), spec.sm());
                long atATime = (long) block.blocksPerSm(spec.sm()) * spec.sms();
                long waves = ((long) member.blocks() * batch + atATime - 1) / atATime;
                micros.addAll(Collections.nCopies(member.count().orElse(1), waves * member.micros()));
            }
            return micros;
        }

        @Override
        public List<Bound> bounds(int batch) {
            List<Bound> bounds = new ArrayList<>();
            for (Member member : members) {
                bounds.addAll(Collections.nCopies(
                        member.count().orElse(1), member.bound().orElse(Bound.UNKNOWN)));
            }
            return bounds;
        }
    }
}
