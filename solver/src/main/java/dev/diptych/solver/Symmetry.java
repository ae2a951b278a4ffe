package dev.diptych.solver;

import dev.diptych.model.placement.PlacementProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Ways to number the GPUs that leave a problem as it is: a group. The mean of a fractional placement over the group is no worse than the
 * placement, so times, rooms and ways that the group takes to each other can be treated as one, an orbit. Not all such numberings need be in
 * the group, only those that some of them make together.
 */
final class Symmetry {
    /** A placement is split into as many parts. */
    private static final int MOST_ELEMENTS = 64;
    /** Steps of looking for one numbering, after which there is taken to be none: fewer symmetries are not wrong. */
    private static final int MOST_STEPS = 20_000;

    /** 2^64 divided by the golden ratio: an odd number that spreads bits. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final PlacementProblem problem;
    private final TimeRows rows;
    private final int gpus;
    private final long[][] signatures;
    private final List<int[]> elements;

    Symmetry(PlacementProblem problem, TimeRows rows) {
        this.problem = problem;
        this.rows = rows;
        gpus = problem.gpus();
        signatures = signatures(rows, gpus);
        elements = group();
    }

    /** Returns the numberings; the first changes nothing. */
    List<int[]> elements() {
        return elements;
    }

    /** Returns the orbit of each GPU. */
    int[] gpuOrbits() {
        return orbits(gpus, (gpu, element) -> element[gpu]);
    }

    /** Returns the orbit of each way. */
    int[] wayOrbits() {
        return orbits(rows.ways(), (way, element) -> {
            int source = way % (gpus + 1);
            return rows.way(element[way / (gpus + 1)], source == gpus ? gpus : element[source]);
        });
    }

    /** Returns the orbit of each time. */
    int[] rowOrbits() {
        return orbits(
                rows.count(),
                (row, element) -> IntStream.range(0, rows.count())
                        .filter(image -> rows.isImage(row, image, element))
                        .findFirst()
                        .orElseThrow());
    }

    /** Where an element takes a thing. */
    private interface Image {
        int of(int thing, int[] element);
    }

    /** Returns numbers of orbits, from 0 in the order of their first things. */
    private int[] orbits(int count, Image image) {
        int[] orbits = new int[count];
        Arrays.fill(orbits, -1);
        int next = 0;
        for (int thing = 0; thing < count; thing++) {
            if (orbits[thing] < 0) {
                for (int[] element : elements) {
                    orbits[image.of(thing, element)] = next;
                }
                next++;
            }
        }
        return orbits;
    }

    private List<int[]> group() {
        List<int[]> group = List.of(IntStream.range(0, gpus).toArray());
        for (int[] generator : generators()) {
            List<int[]> larger = closure(group, generator);
            if (larger.size() <= MOST_ELEMENTS) {
                group = larger;
            }
        }
        return group;
    }

    /** Returns numberings that keep the problem: shifts and flips, which make small groups that move all GPUs, then one for each image of GPU 0. */
    private List<int[]> generators() {
        List<int[]> generators = new ArrayList<>();
        for (int step = 1; step < gpus; step++) {
            int by = step;
            if (Integer.bitCount(gpus) == 1) {
                generators.add(IntStream.range(0, gpus).map(gpu -> gpu ^ by).toArray());
            }
            generators.add(
                    IntStream.range(0, gpus).map(gpu -> (gpu + by) % gpus).toArray());
        }
        generators.removeIf(numbers -> !isAutomorphism(numbers));
        for (int image = 1; image < gpus; image++) {
            int[] numbers = new int[gpus];
            Arrays.fill(numbers, -1);
            numbers[0] = image;
            if (areAlike(0, image) && extend(numbers, 1, new int[] {MOST_STEPS})) {
                generators.add(numbers);
            }
        }
        return generators;
    }

    private boolean extend(int[] numbers, int next, int[] steps) {
        if (next == gpus) {
            return isAutomorphism(numbers);
        }
        for (int image = 0; image < gpus && steps[0] > 0; image++) {
            steps[0]--;
            int candidate = image;
            if (Arrays.stream(numbers, 0, next).noneMatch(taken -> taken == candidate) && areAlike(next, image)) {
                numbers[next] = image;
                if (matchesEarlier(numbers, next) && extend(numbers, next + 1, steps)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean areAlike(int gpu, int image) {
        return signatures[gpu][gpu] == signatures[image][image]
                && problem.capacityRows().get(gpu).equals(problem.capacityRows().get(image))
                && problem.levels().stream()
                        .allMatch(level ->
                                level.reads().get(gpu).equals(level.reads().get(image)));
    }

    private boolean matchesEarlier(int[] numbers, int next) {
        for (int earlier = 0; earlier < next; earlier++) {
            if (signatures[next][earlier] != signatures[numbers[next]][numbers[earlier]]
                    || signatures[earlier][next] != signatures[numbers[earlier]][numbers[next]]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns a number for each pair of GPUs that a numbering which keeps the problem cannot change: of every time, what both have to do with it.
     * That other pairs may have the same number costs time only.
     */
    private static long[][] signatures(TimeRows rows, int gpus) {
        long[][] signatures = new long[gpus][gpus];
        for (int row = 0; row < rows.count(); row++) {
            long[] roles = new long[gpus];
            long all = Double.doubleToLongBits(rows.constant(row));
            for (int way = 0; way < rows.ways(); way++) {
                long bits = Double.doubleToLongBits(rows.coefficient(row, way));
                int reader = way / (gpus + 1);
                int source = way % (gpus + 1);
                all += mixed(bits, 1);
                roles[reader] += mixed(bits, source == gpus ? 2 : source == reader ? 3 : 4);
                if (source < gpus) {
                    roles[source] += mixed(bits, 5);
                }
            }
            for (int gpu = 0; gpu < gpus; gpu++) {
                for (int other = 0; other < gpus; other++) {
                    signatures[gpu][other] += mixed(mixed(all, roles[gpu]), roles[other]);
                }
            }
        }
        return signatures;
    }

    private static long mixed(long one, long other) {
        long product = (one ^ Long.rotateLeft(other, 32) ^ GOLDEN) * GOLDEN + other;
        return product ^ product >>> 29;
    }

    private boolean isAutomorphism(int[] numbers) {
        for (int gpu = 0; gpu < gpus; gpu++) {
            if (!areAlike(gpu, numbers[gpu])) {
                return false;
            }
        }
        boolean[] taken = new boolean[rows.count()];
        for (int row = 0; row < rows.count(); row++) {
            int own = row;
            int image = IntStream.range(0, rows.count())
                    .filter(other -> !taken[other] && rows.isImage(own, other, numbers))
                    .findFirst()
                    .orElse(-1);
            if (image < 0) {
                return false;
            }
            taken[image] = true;
        }
        return problem.levels().stream().allMatch(level -> renumbered(level.storedBy(), numbers) == level.storedBy());
    }

    private static long renumbered(long subset, int[] numbers) {
        long image = 0;
        for (int gpu = 0; gpu < numbers.length; gpu++) {
            image |= (subset >>> gpu & 1) << numbers[gpu];
        }
        return image;
    }

    /** Returns the group that a group and one more numbering make; more than {@link #MOST_ELEMENTS} are not all found. */
    private static List<int[]> closure(List<int[]> group, int[] generator) {
        Map<List<Integer>, int[]> found = new LinkedHashMap<>();
        group.forEach(element -> found.put(key(element), element));
        List<int[]> generators = new ArrayList<>(group);
        generators.add(generator);
        List<int[]> open = new ArrayList<>(group);
        while (!open.isEmpty() && found.size() <= MOST_ELEMENTS) {
            int[] one = open.remove(open.size() - 1);
            for (int[] other : generators) {
                int[] product = Arrays.stream(one).map(gpu -> other[gpu]).toArray();
                Optional.ofNullable(found.putIfAbsent(key(product), product))
                        .ifPresentOrElse(known -> {}, () -> open.add(product));
            }
        }
        return List.copyOf(found.values());
    }

    private static List<Integer> key(int[] element) {
        return Arrays.stream(element).boxed().toList();
    }
}
