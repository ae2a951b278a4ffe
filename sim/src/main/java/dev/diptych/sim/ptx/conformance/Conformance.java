package dev.diptych.sim.ptx.conformance;

import dev.diptych.model.run.Backend;
import dev.diptych.sim.ptx.conformance.Finding.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Every arithmetic instruction that the executor knows, tried on a machine: a kernel an instruction applies it to arrays of operands, and
 * what it stores is compared, bit for bit, with what the executor's method gives. On GPUs that tells whether the methods are right, on the
 * simulator whether the executor calls them rightly.
 *
 * <p>Kernels come in modules of {@value #PROBES_PER_MODULE}, each run on a machine of its own. A run that breaks off is repeated with half its
 * kernels, and so on, until the one that breaks it is found; the others lose nothing.
 */
public final class Conformance {
    private static final int PROBES_PER_MODULE = 128;
    /** After so many kernels in a row that break their runs, with no good run between them, the machine is taken to be broken. */
    private static final int MOST_BROKEN = 40;

    private final List<Probe> probes;
    private final Map<String, String> refusals;

    Conformance(List<Probe> probes, Map<String, String> refusals) {
        this.probes = List.copyOf(probes);
        this.refusals = Map.copyOf(refusals);
    }

    /** Returns the trial of every instruction. */
    public static Conformance ofEveryInstruction() {
        return new Conformance(Probes.all(), Refusals.read());
    }

    /** Returns how many instructions it is about, those that the modules' target has not included. */
    public int size() {
        return probes.size();
    }

    /**
     * Tries the instructions and returns what came of each, in the order of their names, conversions last.
     *
     * @param backends gives a fresh machine for each run
     * @param directory where modules are written to; they can go when this returns
     */
    public List<Finding> run(Supplier<Backend> backends, Path directory) {
        return new Trial(backends, directory).run();
    }

    /**
     * Writes the modules of all instructions, those included that the target has not, as {@code probes0.ptx} and so on, and returns their
     * paths.
     *
     * @throws UncheckedIOException when the directory cannot be written to
     */
    public List<Path> write(Path directory) {
        List<Path> files = new ArrayList<>();
        for (List<Probe> module : modules(probes)) {
            Path file = directory.resolve("probes%d.ptx".formatted(files.size()));
            files.add(write(file, module));
        }
        return files;
    }

    private static List<List<Probe>> modules(List<Probe> probes) {
        List<List<Probe>> modules = new ArrayList<>();
        for (int i = 0; i < probes.size(); i += PROBES_PER_MODULE) {
            modules.add(probes.subList(i, Math.min(probes.size(), i + PROBES_PER_MODULE)));
        }
        return modules;
    }

    private static Path write(Path file, List<Probe> module) {
        try {
            return Files.writeString(file, ProbeModule.text(module));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One pass over all modules. */
    private final class Trial {
        private final Supplier<Backend> backends;
        private final Path directory;
        private final Map<List<Format>, Operands> operands = new HashMap<>();
        private final Map<String, Finding> findings = new HashMap<>();
        private int files;
        /** Since the last good run. */
        private int broken;

        Trial(Supplier<Backend> backends, Path directory) {
            this.backends = backends;
            this.directory = directory;
        }

        List<Finding> run() {
            List<Probe> known = probes.stream()
                    .filter(probe -> !refusals.containsKey(probe.title()))
                    .toList();
            Deque<List<Probe>> modules = new ArrayDeque<>(modules(known));
            while (!modules.isEmpty()) {
                List<Probe> module = modules.remove();
                if (broken == MOST_BROKEN) {
                    String reason = "not tried after %d kernels in a row that broke their runs".formatted(MOST_BROKEN);
                    module.forEach(probe -> add(Finding.untried(probe, Verdict.BROKEN, reason)));
                    continue;
                }
                try {
                    run(module);
                    broken = 0;
                } catch (RuntimeException e) {
                    // Whatever it was, it is the finding: a trial reports and does not fall over.
                    if (module.size() == 1) {
                        add(Finding.untried(module.get(0), Verdict.BROKEN, oneLine(e)));
                        broken++;
                    } else {
                        modules.addFirst(module.subList(module.size() / 2, module.size()));
                        modules.addFirst(module.subList(0, module.size() / 2));
                    }
                }
            }
            return probes.stream().map(this::finding).toList();
        }

        private void run(List<Probe> module) {
            // A name of its own for each: machines may keep what they have loaded by its name.
            Path file = write(directory.resolve("probes%d.ptx".formatted(files++)), module);
            ProbeProgram program = new ProbeProgram(file.toString(), module, operands);
            try (Backend backend = backends.get()) {
                backend.run(program, List.of());
            }
            for (int i = 0; i < module.size(); i++) {
                Probe probe = module.get(i);
                add(Comparison.of(probe, operands.computeIfAbsent(probe.operands(), Operands::new), program.result(i)));
            }
        }

        private void add(Finding finding) {
            findings.put(finding.instruction(), finding);
        }

        private Finding finding(Probe probe) {
            String refusal = refusals.get(probe.title());
            if (refusal != null) {
                return Finding.untried(probe, Verdict.LEFT_OUT, refusal);
            }
            Finding found = findings.get(probe.title());
            if (found == null) {
                throw new IllegalStateException(probe.title() + " was neither tried nor left out");
            }
            return found;
        }
    }

    private static String oneLine(RuntimeException e) {
        return e.toString().replaceAll("\\s*\\R\\s*", " | ");
    }
}
