package dev.diptych.traces;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Copy;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.op.Write;
import dev.diptych.traces.scripted.ScriptedRun;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Runs that are different for every seed and have every kind of entry. */
final class RandomRuns {
    private RandomRuns() {}

    static Run of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ScriptedRun script = new ScriptedRun(random.nextLong());
        long now = random.nextLong(1_000_000_000_000L);
        Buffer onGpu = script.at(now).allocate(new Gpu(0), 1 + random.nextLong(1L << 40));
        Buffer onHost = script.allocate(HostMemory.HOST, 64 + random.nextLong(1 << 20));
        int requests = 1 + random.nextInt(20);
        for (int request = 0; request < requests; request++) {
            now += random.nextLong(1_000_000);
            byte[] carried = new byte[random.nextInt(9)];
            random.nextBytes(carried);
            script.at(now).arrive(request, now, random.nextInt(4), Bytes.copyOf(ByteBuffer.wrap(carried)));
            script.timer(random.nextLong(), now + 5);
            long launch = script.submit(
                    random.nextInt(3), random.nextInt(9), request, ScriptedRun.launch("m", "k" + random.nextInt(3), 8));
            long copy = script.submit(0, 1, -1, new Copy(onGpu.slice(0, 1), onHost.slice(0, 1)));
            Bytes value = Bytes.ofInts(random.nextInt());
            long write = script.submit(0, 2, request, new Write(value, onHost.slice(0, 4)));
            long back = script.submit(0, 2, request, new ReadBack(onHost.slice(0, 4)));
            long end = now + 10 + random.nextInt(1000);
            now = end + random.nextInt(100);
            script.at(now).blocks(launch, 8, 0);
            script.blocks(launch, 0, 8);
            script.done(launch, end - 9, end);
            script.done(copy, end, end);
            script.done(write, end - 1, end);
            script.value(back, value);
            script.done(back, end - 1, end);
            script.rang(random.nextLong());
            script.finish(request);
        }
        TreeMap<String, String> provenance = new TreeMap<>();
        provenance.put("gpu", "fake \"quoted\" \u00e9");
        provenance.put("seed", Long.toString(seed));
        return new Run("name: run-%d\nsystem: {}\n".formatted(seed), provenance, script.log());
    }
}
