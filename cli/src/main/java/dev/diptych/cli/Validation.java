package dev.diptych.cli;

import dev.diptych.model.InputException;
import dev.diptych.sim.machine.Programs;
import dev.diptych.traces.Lock;
import dev.diptych.validation.accuracy.Comparison;
import dev.diptych.validation.accuracy.Gate;
import dev.diptych.validation.accuracy.RunSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;

/**
 * The recorded runs of a project, in their sets, held against what the simulator makes of them. A set is a folder of {@code traces/data}
 * and an entry of {@code validation.yaml} there.
 */
final class Validation {
    static final String RULES = "validation.yaml";
    private static final String LOCK = "locked.sha256";
    /** The facts of recorded runs that a reader of their errors asks for first. */
    private static final Map<String, String> ORIGIN =
            Map.of("gpu0.name", "GPU", "driver", "driver", "cuda.version", "CUDA", "commit", "commit");

    private final Path recordings;
    private final ValidationRules rules;
    private final Lock lock;

    /** Reads what the sets of a project are judged by; its root may be relative. */
    Validation(Path root) {
        recordings = root.resolve("traces").resolve("data");
        rules = ValidationRules.read(recordings.resolve(RULES));
        lock = Lock.read(root, recordings.resolve(LOCK));
    }

    /** Returns every recorded run of the project, in the order of the sets and then of names. */
    List<Recorded> recorded() {
        return recorded(Part.WHOLE);
    }

    /** Returns a part of all recorded runs of the project, in that order. */
    List<Recorded> recorded(Part part) {
        List<Recorded> all = new ArrayList<>();
        part.from(Recorded.find(List.of(recordings))).stream()
                .map(Recorded::read)
                .forEach(all::add);
        for (Recorded run : all) {
            if (!isKnown(run)) {
                throw new InputException("%s: lies in no set that %s knows; known: %s"
                        .formatted(
                                run.directory(),
                                RULES,
                                String.join(", ", rules.sets().keySet())));
            }
        }
        return all;
    }

    /**
     * Simulates every recorded run of the project and judges its sets: errors, gates and locks.
     *
     * @throws InputException when a run belongs to no set, or something is said of a run that there is not
     */
    List<RunSet> all() {
        Map<String, RunSet> bySet = new LinkedHashMap<>();
        List<Recorded> recorded = recorded();
        compare(recorded).forEach(set -> bySet.put(set.name(), set));
        Map<String, Lock.Verdict> locks = locks();
        List<RunSet> judged = new ArrayList<>();
        rules.sets().forEach((name, rule) -> {
            rule.check(
                    name,
                    recorded.stream()
                            .filter(run -> setOf(run).equals(name))
                            .map(Recorded::name)
                            .toList());
            RunSet set = bySet.getOrDefault(
                    name, new RunSet(name, rule.about(), List.of(), List.of(), Optional.empty(), new TreeMap<>()));
            List<Gate.Verdict> verdicts = rule.checks().stream()
                    .map(gate -> set.summary()
                            .map(gate::check)
                            .orElseGet(() -> new Gate.Verdict(gate, OptionalDouble.empty(), false)))
                    .toList();
            Optional<Lock.Verdict> locked = Optional.ofNullable(locks.get(name));
            judged.add(new RunSet(name, set.about(), set.comparisons(), verdicts, locked, set.origin()));
        });
        return judged;
    }

    /**
     * Simulates some recorded runs. Neither gates nor locks are checked: a limit is one on all runs of a set, and on a part of them it would
     * mean something else.
     *
     * @throws InputException when one was not recorded on hardware
     */
    List<RunSet> compare(List<Recorded> recorded) {
        recorded.forEach(Validation::checkHardware);
        List<Comparison> comparisons = simulate(recorded);
        Map<String, List<Integer>> bySet = new LinkedHashMap<>();
        rules.sets().keySet().forEach(name -> bySet.put(name, new ArrayList<>()));
        for (int i = 0; i < recorded.size(); i++) {
            bySet.computeIfAbsent(setOf(recorded.get(i)), name -> new ArrayList<>())
                    .add(i);
        }
        bySet.values().removeIf(List::isEmpty);
        List<RunSet> sets = new ArrayList<>();
        bySet.forEach((name, runs) -> sets.add(new RunSet(
                name,
                rulesOf(recorded.get(runs.get(0))).about(),
                runs.stream().map(comparisons::get).toList(),
                List.of(),
                Optional.empty(),
                origin(runs.stream().map(recorded::get).toList()))));
        return sets;
    }

    /**
     * Simulates runs on all processors. They know nothing of each other, so the number of threads cannot change a result; the order is kept. Runs that take
     * long lie together in their set, so each is a task of its own.
     */
    private List<Comparison> simulate(List<Recorded> recorded) {
        Programs programs = new Programs();
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try (ProgressBar bar = Progress.of("simulating", recorded.size())) {
            List<Future<Comparison>> running = recorded.stream()
                    .map(run -> threads.submit(() -> compare(run, programs)))
                    .toList();
            List<Comparison> comparisons = new ArrayList<>();
            for (Future<Comparison> each : running) {
                comparisons.add(each.get());
                bar.step();
            }
            return comparisons;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new IllegalStateException("a run was not simulated", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while runs were simulated", e);
        } finally {
            threads.shutdownNow();
        }
    }

    /**
     * Checks that a run was recorded on hardware.
     *
     * @throws InputException when it was not
     */
    static void checkHardware(Recorded run) {
        if (!run.backend().equals("cuda")) {
            throw new InputException("%s: was recorded on backend '%s'; validate takes runs of hardware"
                    .formatted(run.directory(), run.backend()));
        }
    }

    private Comparison compare(Recorded run, Programs programs) {
        ValidationRules.SetRules known = rulesOf(run);
        return new RecordedTwin(run, programs).onItsPlatform(known.fittedTo(run.name()), known.reasonOf(run.name()));
    }

    /** Returns, for every set that is held out, whether it is as it was locked. */
    Map<String, Lock.Verdict> locks() {
        Map<String, Lock.Verdict> verdicts = new LinkedHashMap<>();
        rules.sets().forEach((name, rule) -> {
            if (rule.locked().isPresent()) {
                Lock.Verdict files = lock.check(globs(name, rule));
                List<String> missing = new ArrayList<>(files.missing());
                missing.addAll(unlockedKernels(name));
                verdicts.put(name, new Lock.Verdict(files.files(), missing, files.changed()));
            }
        });
        return verdicts;
    }

    /** Returns what is missing from the lock of the kernels that a set's runs launched. */
    private List<String> unlockedKernels(String set) {
        if (!isRecorded(set)) {
            return List.of();
        }
        return Recorded.find(List.of(recordings.resolve(set))).stream()
                .flatMap(directory -> Recorded.read(directory).run().log().names().stream())
                .map(kernel -> kernel.substring(0, kernel.lastIndexOf('/')))
                .distinct()
                .flatMap(module ->
                        module.endsWith(".ptx") ? Stream.of(module) : Stream.of(module + ".cu", module + ".ptx"))
                .filter(file -> !lock.lists(file))
                .map(file -> file + ", which a run launched")
                .toList();
    }

    /**
     * Locks what is held out as it is now; see {@link Lock#write}.
     *
     * @return the files that were locked otherwise before
     */
    List<String> lock(String because) {
        List<String> globs = new ArrayList<>();
        rules.sets().forEach((name, rule) -> {
            if (rule.locked().isPresent()) {
                globs.addAll(globs(name, rule));
            }
        });
        return lock.write(globs, because);
    }

    /** Returns what is locked of a set: what its rules say, and its recorded runs. */
    private List<String> globs(String set, ValidationRules.SetRules rule) {
        List<String> globs = new ArrayList<>(rule.locked().orElse(List.of()));
        if (isRecorded(set)) {
            globs.add("traces/data/%s/**".formatted(set));
        }
        return globs;
    }

    private boolean isRecorded(String set) {
        return Files.isDirectory(recordings.resolve(set));
    }

    private ValidationRules.SetRules rulesOf(Recorded run) {
        return isKnown(run) ? rules.sets().getOrDefault(setOf(run), ValidationRules.NONE) : ValidationRules.NONE;
    }

    /** Returns whether a run is of one of the project's sets; a run elsewhere is not, whatever its folder is called. */
    private boolean isKnown(Recorded run) {
        String set = setOf(run);
        return rules.sets().containsKey(set)
                && recordings.resolve(set).toAbsolutePath().normalize().equals(folder(run));
    }

    private static String setOf(Recorded run) {
        return String.valueOf(folder(run).getFileName());
    }

    private static Path folder(Recorded run) {
        Path folder = run.directory().toAbsolutePath().normalize().getParent();
        return folder == null ? run.directory().toAbsolutePath() : folder;
    }

    private static SortedMap<String, String> origin(List<Recorded> runs) {
        SortedMap<String, String> facts = new TreeMap<>();
        ORIGIN.forEach((fact, title) -> facts.put(
                title,
                String.join(
                        ", ",
                        runs.stream()
                                .map(run -> run.run().provenance().getOrDefault(fact, "unknown"))
                                .distinct()
                                .sorted()
                                .toList())));
        return facts;
    }
}
