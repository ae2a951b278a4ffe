package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.ReadBack;
import dev.diptych.systems.sampling.Sample;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings a batch of samples to the controller: first how many entries frontiers have, then what they are and where columns begin, then edges. What comes
 * when is asked for by {@link #next}, until that has nothing more to ask.
 */
final class SampleReader {
    private final List<Object> outputs;
    private final int samples;
    private final @Nullable Buffer mistakes;
    /** What has come, by buffer. */
    private final Map<Buffer, int[]> known = new LinkedHashMap<>();

    private final List<Buffer> asked = new ArrayList<>();
    private int answered;

    SampleReader(DeviceSampler sampler) {
        this.outputs = sampler.outputs();
        this.samples = sampler.samples();
        this.mistakes = sampler.mistakes();
    }

    /** Returns what to read next, in order; nothing when all is there. */
    List<ReadBack> next() {
        Map<Buffer, Integer> wanted = new LinkedHashMap<>();
        Set<DeviceFrontier> frontiers = new LinkedHashSet<>();
        for (Object output : outputs) {
            frontiers.add(frontierOf(output));
        }
        for (DeviceFrontier frontier : frontiers) {
            wanted.put(frontier.starts(), samples + 1);
        }
        if (mistakes != null) {
            wanted.put(mistakes, 1);
        }
        if (known.keySet().containsAll(wanted.keySet())) {
            for (Object output : outputs) {
                DeviceMatrix matrix = matrixOf(output);
                if (matrix != null) {
                    wanted.put(matrix.first(), count(matrix.columns()) + 1);
                    wanted.put(matrix.columns().vertices(), count(matrix.columns()));
                } else if (output instanceof DeviceWalks walks) {
                    wanted.put(walks.vertices(), count(walks.beginnings()) * walks.wordsPerBeginning());
                } else if (output instanceof DevicePlaces places) {
                    wanted.put(places.matrix().first(), count(places.matrix().columns()) + 1);
                    wanted.put(places.columns(), count(places.matrix().columns()));
                } else {
                    wanted.put(((DeviceFrontier) output).vertices(), count((DeviceFrontier) output));
                }
            }
            for (Object output : outputs) {
                DeviceMatrix matrix = matrixOf(output);
                if (matrix != null && known.containsKey(matrix.first())) {
                    wanted.put(matrix.sources(), edges(matrix));
                    wanted.put(matrix.positions(), edges(matrix));
                    if (output instanceof DeviceLayer layer) {
                        wanted.put(layer.weights(), edges(matrix));
                    }
                } else if (output instanceof DevicePlaces places
                        && known.containsKey(places.matrix().first())) {
                    wanted.put(places.sources(), edges(places.matrix()));
                }
            }
        }
        List<ReadBack> reads = new ArrayList<>();
        asked.clear();
        answered = 0;
        wanted.forEach((buffer, count) -> {
            if (!known.containsKey(buffer) && count == 0) {
                known.put(buffer, new int[0]);
            } else if (!known.containsKey(buffer)) {
                asked.add(buffer);
                reads.add(new ReadBack(buffer.slice(0, (long) count * Integer.BYTES)));
            }
        });
        return reads;
    }

    /** Takes what was read, in the order in which it was asked for; returns whether that was all. */
    boolean take(Bytes value) {
        IntBuffer numbers = value.buffer().asIntBuffer();
        int[] words = new int[numbers.remaining()];
        numbers.get(words);
        known.put(asked.get(answered++), words);
        return answered == asked.size();
    }

    /** Returns the samples, when all is there. */
    List<Sample> samples(int[] ids) {
        if (mistakes != null) {
            NumberMistakes.check(words(mistakes)[0]);
        }
        List<Sample> all = new ArrayList<>();
        for (int place = 0; place < ids.length; place++) {
            List<Sample.Block> blocks = new ArrayList<>();
            List<Sample.Walks> walked = new ArrayList<>();
            List<Sample.Vertices> vertices = new ArrayList<>();
            List<Sample.Places> relabelled = new ArrayList<>();
            for (Object output : outputs) {
                if (output instanceof DeviceMatrix matrix) {
                    blocks.add(block(matrix, new int[0], place));
                } else if (output instanceof DeviceLayer layer) {
                    blocks.add(block(layer.matrix(), words(layer.weights()), place));
                } else if (output instanceof DeviceWalks walks) {
                    int words = walks.wordsPerBeginning();
                    walked.add(
                            new Sample.Walks(walks.stride(), part(walks.vertices(), walks.beginnings(), place, words)));
                } else if (output instanceof DevicePlaces places) {
                    relabelled.add(places(places, place));
                } else {
                    DeviceFrontier frontier = (DeviceFrontier) output;
                    vertices.add(new Sample.Vertices(part(frontier.vertices(), frontier, place, 1), new float[0]));
                }
            }
            all.add(new Sample(ids[place], blocks, walked, vertices, relabelled));
        }
        return all;
    }

    private static DeviceFrontier frontierOf(Object output) {
        DeviceMatrix matrix = matrixOf(output);
        if (matrix != null) {
            return matrix.columns();
        }
        if (output instanceof DeviceWalks walks) {
            return walks.beginnings();
        }
        return output instanceof DevicePlaces places ? places.matrix().columns() : (DeviceFrontier) output;
    }

    private static @Nullable DeviceMatrix matrixOf(Object output) {
        return output instanceof DeviceLayer layer
                ? layer.matrix()
                : output instanceof DeviceMatrix matrix ? matrix : null;
    }

    private Sample.Places places(DevicePlaces places, int place) {
        DeviceMatrix matrix = places.matrix();
        int[] starts = words(matrix.columns().starts());
        int[] first = words(matrix.first());
        return new Sample.Places(
                part(places.columns(), matrix.columns(), place, 1),
                Arrays.copyOfRange(words(places.sources()), first[starts[place]], first[starts[place + 1]]));
    }

    /** Returns a matrix of a sample; weights are bits of numbers, or none. */
    private Sample.Block block(DeviceMatrix matrix, int[] weights, int place) {
        int[] starts = words(matrix.columns().starts());
        int[] first = Arrays.copyOfRange(words(matrix.first()), starts[place], starts[place + 1] + 1);
        int from = first[0];
        int end = first[first.length - 1];
        for (int column = 0; column < first.length; column++) {
            first[column] -= from;
        }
        float[] numbers = new float[weights.length == 0 ? 0 : end - from];
        for (int edge = 0; edge < numbers.length; edge++) {
            numbers[edge] = Float.intBitsToFloat(weights[from + edge]);
        }
        return new Sample.Block(
                part(matrix.columns().vertices(), matrix.columns(), place, 1),
                first,
                Arrays.copyOfRange(words(matrix.sources()), from, end),
                Arrays.copyOfRange(words(matrix.positions()), from, end),
                numbers);
    }

    private int[] part(Buffer buffer, DeviceFrontier frontier, int place, int words) {
        int[] starts = words(frontier.starts());
        return Arrays.copyOfRange(words(buffer), starts[place] * words, starts[place + 1] * words);
    }

    private int[] words(Buffer buffer) {
        return Objects.requireNonNull(known.get(buffer), "asked for before it was read");
    }

    private int count(DeviceFrontier frontier) {
        return words(frontier.starts())[samples];
    }

    private int edges(DeviceMatrix matrix) {
        return words(matrix.first())[count(matrix.columns())];
    }
}
