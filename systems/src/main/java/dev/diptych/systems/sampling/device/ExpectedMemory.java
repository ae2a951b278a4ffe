package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Slice;
import dev.diptych.systems.sampling.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a GPU's memory holds when a batch was taken.
 *
 * @param what it is, for messages
 */
public record ExpectedMemory(String what, Slice slice, Bytes bytes) {
    /**
     * Returns what there is of each output of a sampler.
     *
     * @param samples of the whole batch, as they should be
     */
    public static List<ExpectedMemory> of(DeviceSampler sampler, List<Sample> samples) {
        List<ExpectedMemory> all = new ArrayList<>();
        int block = 0;
        int walk = 0;
        int some = 0;
        int relabelled = 0;
        for (Object output : sampler.outputs()) {
            DeviceMatrix matrix = output instanceof DeviceLayer layer
                    ? layer.matrix()
                    : output instanceof DeviceMatrix only ? only : null;
            if (matrix != null) {
                int at = block++;
                if (output instanceof DeviceLayer layer) {
                    all.add(words(
                            "weights",
                            layer.weights(),
                            samples,
                            sample -> bits(sample.blocks().get(at).weights())));
                }
                all.add(words(
                        "sources",
                        matrix.sources(),
                        samples,
                        sample -> sample.blocks().get(at).sources()));
                all.add(words(
                        "positions",
                        matrix.positions(),
                        samples,
                        sample -> sample.blocks().get(at).positions()));
            } else if (output instanceof DeviceWalks walks) {
                int at = walk++;
                all.add(words(
                        "walks",
                        walks.vertices(),
                        samples,
                        sample -> sample.walks().get(at).vertices()));
            } else if (output instanceof DevicePlaces places) {
                int at = relabelled++;
                all.add(words(
                        "places of columns",
                        places.columns(),
                        samples,
                        sample -> sample.places().get(at).columns()));
                all.add(words(
                        "places of sources",
                        places.sources(),
                        samples,
                        sample -> sample.places().get(at).sources()));
            } else {
                int at = some++;
                DeviceFrontier frontier = (DeviceFrontier) output;
                all.add(words(
                        "vertices",
                        frontier.vertices(),
                        samples,
                        sample -> sample.vertices().get(at).ids()));
                int[] starts = new int[samples.size() + 1];
                for (int i = 0; i < samples.size(); i++) {
                    starts[i + 1] =
                            starts[i] + samples.get(i).vertices().get(at).ids().length;
                }
                all.add(words("starts", frontier.starts(), starts));
            }
        }
        // A machine has no read-back of nothing.
        return all.stream().filter(expected -> expected.bytes.size() > 0).toList();
    }

    private static int[] bits(float[] numbers) {
        int[] bits = new int[numbers.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(numbers[i]);
        }
        return bits;
    }

    private interface Part {
        int[] of(Sample sample);
    }

    private static ExpectedMemory words(String what, Buffer buffer, List<Sample> samples, Part part) {
        return words(
                what,
                buffer,
                samples.stream()
                        .flatMapToInt(sample -> IntStream.of(part.of(sample)))
                        .toArray());
    }

    private static ExpectedMemory words(String what, Buffer buffer, int[] words) {
        Bytes bytes = Bytes.ofInts(words);
        return new ExpectedMemory(what, buffer.slice(0, bytes.size()), bytes);
    }
}
