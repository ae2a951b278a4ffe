package dev.diptych.systems.micro;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Place;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Plan;
import dev.diptych.model.op.Write;
import dev.diptych.model.random.Philox;
import dev.diptych.model.random.Zipf;
import dev.diptych.model.run.Host;
import dev.diptych.model.run.Program;
import dev.diptych.model.run.SystemPlugin;
import dev.diptych.systems.Setting;
import dev.diptych.systems.plan.NativeKernel;
import java.util.List;

/** Rows of a table gathered by key into a dense array: what an embedding lookup does, from any memory that the GPU reaches. */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SystemPlugin.class)
public final class RowGather implements SystemPlugin<RowGather.Settings> {
    /** How keys are drawn. */
    public enum Keys {
        UNIFORM,
        ZIPF
    }

    /**
     * The table, the keys and the launch.
     *
     * @param rows keys of one launch
     * @param table where the table lies
     * @param zipfExponent for Zipf keys
     */
    public record Settings(
            int rowBytes,
            long tableBytes,
            int rows,
            int blocks,
            int threads,
            Place table,
            Keys keys,
            double zipfExponent) {}

    private static final int KEY_SITE = 1;

    /** Spreads the ranks of Zipf keys over the table; odd, and prime so that it is coprime to most sizes. */
    private static final long SPREAD = 2_654_435_761L;

    @Override
    public String name() {
        return "row-gather";
    }

    @Override
    public String summary() {
        return "a kernel that gathers rows of a table by key";
    }

    @Override
    public Settings defaults() {
        return new Settings(512, 8L << 30, 1 << 21, 1056, 256, new Gpu(0), Keys.UNIFORM, 1.0);
    }

    @Override
    public Program program(Settings settings) {
        Setting.multipleOf(4, "rowBytes", settings.rowBytes());
        Setting.multipleOf(settings.rowBytes(), "tableBytes", settings.tableBytes());
        Setting.atLeast(1, "rows", settings.rows());
        Setting.atMost(Integer.MAX_VALUE / Long.BYTES, "rows", settings.rows());
        Setting.blocks(settings.blocks());
        Setting.threads(settings.threads());
        if (!(settings.zipfExponent() > 0)) {
            throw new InputException(
                    "setting 'zipfExponent' is %s; it should be above 0".formatted(settings.zipfExponent()));
        }
        return host -> {
            Setting.exists(host, "table", settings.table());
            Gpu gpu = new Gpu(0);
            Buffer table = host.allocate(settings.table(), settings.tableBytes());
            Buffer keys = host.allocate(gpu, (long) settings.rows() * Long.BYTES);
            Buffer out = host.allocate(gpu, (long) settings.rows() * settings.rowBytes());
            Fill.random(host, gpu, table, 0);
            host.submit(gpu, 0, Host.NO_REQUEST, new Write(keys(settings, host.seed()), keys.all()));
            Launch launch = new Launch(
                    NativeKernel.of("gather", "gather_rows"),
                    Dim.of(settings.blocks()),
                    Dim.of(settings.threads()),
                    List.of(
                            new Arg.Address(out.all()),
                            new Arg.Address(table.all()),
                            new Arg.Address(keys.all()),
                            new Arg.I64(settings.rows()),
                            new Arg.I64(settings.tableBytes() / settings.rowBytes()),
                            new Arg.I32(settings.rowBytes()),
                            new Arg.Null()));
            return new PlanPerRequest(host, gpu, Plan.chain("row-gather", List.of(launch)));
        };
    }

    /** Returns the keys of every request: a pure function of settings and seed. */
    static Bytes keys(Settings settings, long seed) {
        long tableRows = settings.tableBytes() / settings.rowBytes();
        Zipf zipf = new Zipf(tableRows, settings.zipfExponent());
        long[] keys = new long[settings.rows()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = switch (settings.keys()) {
                case UNIFORM -> Philox.below(tableRows, seed, KEY_SITE, i);
                case ZIPF -> Math.floorMod(zipf.rank(seed, KEY_SITE, i) * SPREAD, tableRows);
            };
        }
        return Bytes.ofLongs(keys);
    }
}
