package dev.diptych.systems.micro;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Plan;
import dev.diptych.model.op.Step;
import dev.diptych.model.run.Host;
import dev.diptych.model.run.Program;
import dev.diptych.model.run.SystemPlugin;
import dev.diptych.systems.Setting;
import dev.diptych.systems.argument.Argument;
import dev.diptych.systems.argument.ArgumentParser;
import dev.diptych.systems.argument.Extent;
import dev.diptych.systems.argument.HostArguments;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Different kernels in several streams: how they follow each other in one, and share the GPU from several. */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SystemPlugin.class)
public final class KernelMix implements SystemPlugin<KernelMix.Settings> {
    /**
     * The launches of a request.
     *
     * @param kernels in the order in which they are launched
     * @param rounds how often all of them are launched
     */
    public record Settings(List<Member> kernels, int rounds) {
        public Settings {
            kernels = List.copyOf(kernels);
        }
    }

    /**
     * A kernel, its launch and what it is given, as system {@code kernel} takes them.
     *
     * @param stream that it is launched in, from 0 on
     * @param sharedBytes dynamic shared memory of a block; none if absent
     * @param launches that follow each other in a round; one if absent
     */
    public record Member(
            int stream,
            String module,
            String kernel,
            List<Integer> grid,
            List<Integer> block,
            Optional<Integer> sharedBytes,
            Optional<Integer> launches,
            List<String> arguments) {
        public Member {
            grid = List.copyOf(grid);
            block = List.copyOf(block);
            arguments = List.copyOf(arguments);
        }

        private Launch launch(Host host) {
            return new Launch(
                    AnyKernel.kernel(module, kernel, 0, 0),
                    Extent.grid("grid", grid),
                    Extent.block("block", block),
                    sharedBytes.orElse(0),
                    HostArguments.place(host, GPU, parsed()),
                    0);
        }

        private int count() {
            return launches.orElse(1);
        }

        private List<Argument> parsed() {
            String what = "arguments of kernel '%s':".formatted(kernel);
            List<Argument> parsed = ArgumentParser.parse(what, arguments);
            HostArguments.check(what, parsed);
            return parsed;
        }

        private void check() {
            Setting.atLeast(0, "stream", stream);
            Setting.atLeast(0, "sharedBytes", sharedBytes.orElse(0));
            Setting.operations("launches", count());
            AnyKernel.kernel(module, kernel, 0, 0);
            Extent.grid("grid", grid);
            Extent.block("block", block);
            parsed();
        }
    }

    private static final Gpu GPU = new Gpu(0);

    @Override
    public String name() {
        return "kernel-mix";
    }

    @Override
    public String summary() {
        return "different kernels, one after the other or in several streams";
    }

    @Override
    public Settings defaults() {
        Member spin = new Member(
                0, "spin", "spin", List.of(132), List.of(128), Optional.empty(), Optional.empty(), List.of("u64:2000"));
        return new Settings(List.of(spin), 1);
    }

    @Override
    public Program program(Settings settings) {
        if (settings.kernels().isEmpty()) {
            throw new InputException("setting 'kernels' is empty; a request launches at least one");
        }
        settings.kernels().forEach(Member::check);
        Setting.operations("rounds", settings.rounds());
        long launchesOfRound =
                settings.kernels().stream().mapToLong(Member::count).sum();
        Setting.atMost(Setting.OPERATIONS / launchesOfRound, "rounds", settings.rounds());
        return host -> {
            List<Launch> launches = settings.kernels().stream()
                    .map(member -> member.launch(host))
                    .toList();
            return new PlanPerRequest(host, GPU, plan(settings, launches));
        };
    }

    /** Returns the plan in which a launch comes after the one before it in its stream. */
    private static Plan plan(Settings settings, List<Launch> launches) {
        List<Step> steps = new ArrayList<>();
        Map<Integer, Integer> lastOfStream = new HashMap<>();
        for (int round = 0; round < settings.rounds(); round++) {
            for (int i = 0; i < launches.size(); i++) {
                Member member = settings.kernels().get(i);
                for (int repeat = 0; repeat < member.count(); repeat++) {
                    Integer before = lastOfStream.put(member.stream(), steps.size());
                    steps.add(new Step(launches.get(i), before == null ? List.of() : List.of(before)));
                }
            }
        }
        return new Plan("kernel-mix", steps);
    }
}
