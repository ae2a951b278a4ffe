package dev.diptych.systems.micro;

import com.google.auto.service.AutoService;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Plan;
import dev.diptych.model.run.Host;
import dev.diptych.model.run.Program;
import dev.diptych.model.run.SystemPlugin;
import dev.diptych.systems.Setting;
import dev.diptych.systems.plan.NativeKernel;
import java.util.List;

/** A kernel that streams through arrays: the bandwidth of a memory at some occupancy. */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SystemPlugin.class)
public final class StreamKernels implements SystemPlugin<StreamKernels.Settings> {
    /** Which arrays are read and written. */
    public enum Pattern {
        /** One array is read. */
        READ,
        /** One array is written. */
        WRITE,
        /** One array is read, another written. */
        COPY,
        /** Two arrays are read, a third written. */
        TRIAD
    }

    /**
     * Which arrays, how large, and the launch.
     *
     * @param bytes of each array
     * @param launches in one stream for each request
     */
    public record Settings(Pattern pattern, long bytes, int blocks, int threads, int launches) {}

    @Override
    public String name() {
        return "stream";
    }

    @Override
    public String summary() {
        return "a kernel that reads, writes, copies or combines arrays";
    }

    @Override
    public Settings defaults() {
        return new Settings(Pattern.COPY, 1L << 30, 1056, 256, 1);
    }

    @Override
    public Program program(Settings settings) {
        Setting.multipleOf(Float.BYTES, "bytes", settings.bytes());
        Setting.blocks(settings.blocks());
        Setting.threads(settings.threads());
        Setting.operations("launches", settings.launches());
        return host -> {
            Gpu gpu = new Gpu(0);
            Launch launch = launch(host, gpu, settings);
            return new PlanPerRequest(
                    host, gpu, Plan.chain("stream", java.util.Collections.nCopies(settings.launches(), launch)));
        };
    }

    /** Allocates a pattern's arrays, fills those it reads, and returns its launch. */
    static Launch launch(Host host, Gpu gpu, Settings settings) {
        long count = settings.bytes() / Float.BYTES;
        Buffer first = host.allocate(gpu, settings.bytes());
        Arg.I64 counted = new Arg.I64(count);
        return switch (settings.pattern()) {
            case READ -> {
                Buffer sink = host.allocate(gpu, Float.BYTES);
                Fill.random(host, gpu, first, 0);
                yield kernel(
                        "stream_read", settings, new Arg.Address(first.all()), new Arg.Address(sink.all()), counted);
            }
            case WRITE -> kernel("stream_write", settings, new Arg.Address(first.all()), new Arg.F32(1.5f), counted);
            case COPY -> {
                Buffer in = host.allocate(gpu, settings.bytes());
                Fill.random(host, gpu, in, 0);
                yield kernel("stream_copy", settings, new Arg.Address(first.all()), new Arg.Address(in.all()), counted);
            }
            case TRIAD -> {
                Buffer b = host.allocate(gpu, settings.bytes());
                Buffer c = host.allocate(gpu, settings.bytes());
                Fill.random(host, gpu, b, 0);
                Fill.random(host, gpu, c, 1);
                yield kernel(
                        "stream_triad",
                        settings,
                        new Arg.Address(first.all()),
                        new Arg.Address(b.all()),
                        new Arg.Address(c.all()),
                        new Arg.F32(0.5f),
                        counted);
            }
        };
    }

    private static Launch kernel(String entry, Settings settings, Arg... args) {
        return new Launch(
                NativeKernel.of("stream", entry), Dim.of(settings.blocks()), Dim.of(settings.threads()), List.of(args));
    }
}
