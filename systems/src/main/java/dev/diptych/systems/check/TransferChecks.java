package dev.diptych.systems.check;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Copy;
import dev.diptych.model.op.Write;
import java.util.List;

/** Writes, copies and read-backs, and the order of a stream. */
final class TransferChecks {
    /** More than the staging memory of any sensible setting. */
    private static final int LARGE_BYTES = (80 << 20) + 13;

    private TransferChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("writes and read-backs of any size and alignment", TransferChecks::roundTrips),
                new Check("a write larger than the staging memory", TransferChecks::largeWrite),
                new Check("copies within a GPU, to the host and back", TransferChecks::copies),
                new Check("many small writes in one stream", TransferChecks::manyWrites),
                new Check("a stream runs in order", TransferChecks::order),
                new Check("copies to another GPU and back", TransferChecks::peerCopies));
    }

    private static void roundTrips(Lab lab) {
        int[] sizes = {0, 1, 3, 4, 31, 4095, 4096, 4097, 1_000_003};
        for (int i = 0; i < sizes.length; i++) {
            for (int offset : new int[] {0, 1, 255}) {
                Bytes content = TestData.wrap(TestData.bytes(sizes[i], 10L * i + offset));
                Buffer buffer = lab.buffer(i % 2 == 0 ? Lab.gpu() : HostMemory.HOST, sizes[i] + 256L);
                lab.write(content, buffer.slice(offset, sizes[i]));
                lab.expect("%d bytes at %d".formatted(sizes[i], offset), buffer.slice(offset, sizes[i]), content);
            }
        }
    }

    private static void largeWrite(Lab lab) {
        Bytes content = TestData.wrap(TestData.bytes(LARGE_BYTES, 1));
        Buffer buffer = lab.buffer(content);
        lab.expect("a large write", buffer.all(), content);
    }

    private static void copies(Lab lab) {
        Bytes content = TestData.wrap(TestData.bytes(100_001, 2));
        Buffer first = lab.buffer(content);
        Buffer second = lab.buffer(Lab.gpu(), content.size() + 7L);
        Buffer host = lab.buffer(HostMemory.HOST, content.size());
        Buffer third = lab.buffer(Lab.gpu(), content.size());
        lab.submit(new Copy(first.all(), second.slice(7, content.size())));
        lab.submit(new Copy(second.slice(7, content.size()), host.all()));
        lab.submit(new Copy(host.all(), third.all()));
        lab.submit(new Copy(host.slice(5, 0), third.slice(5, 0)));
        lab.expect("the copy in the GPU", second.slice(7, content.size()), content);
        lab.expect("the copy in the host", host.all(), content);
        lab.expect("the copy from the host", third.all(), content);
    }

    private static void manyWrites(Lab lab) {
        int count = 2000;
        Buffer buffer = lab.buffer(Lab.gpu(), 8L * count);
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = 1_000_003L * i + 7;
            lab.write(Bytes.ofLongs(numbers[i]), buffer.slice(8L * i, 8));
        }
        lab.expect("numbers written one by one", buffer.all(), Bytes.ofLongs(numbers));
    }

    private static void order(Lab lab) {
        for (int stream = 0; stream < Lab.STREAMS; stream++) {
            Buffer from = lab.buffer(Lab.gpu(), 1 << 20);
            Buffer to = lab.buffer(Lab.gpu(), 1 << 20);
            for (int round = 0; round < 20; round++) {
                Bytes content = TestData.wrap(TestData.bytes(1 << 20, 100L + 20L * stream + round));
                lab.submit(stream, new Write(content, from.all()));
                lab.submit(stream, new Copy(from.all(), to.all()));
                lab.expect(stream, "stream %d, round %d".formatted(stream, round), to.all(), content);
            }
        }
    }

    private static void peerCopies(Lab lab) {
        if (lab.host().platform().gpus().size() < 2) {
            lab.leaveOut("there is one GPU");
            return;
        }
        Bytes content = TestData.wrap(TestData.bytes(3_000_001, 3));
        Buffer here = lab.buffer(content);
        Buffer there = lab.buffer(new Gpu(1), content.size());
        Buffer back = lab.buffer(Lab.gpu(), content.size());
        lab.submit(new Copy(here.all(), there.all()));
        lab.submit(new Copy(there.all(), back.all()));
        lab.expect("there", there.all(), content);
        lab.expect("there and back", back.all(), content);
    }
}
