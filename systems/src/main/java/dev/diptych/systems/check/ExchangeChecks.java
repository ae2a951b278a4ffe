package dev.diptych.systems.check;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Place;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.Slice;
import dev.diptych.model.op.Write;
import dev.diptych.model.random.Philox;
import dev.diptych.systems.embedding.Directory;
import dev.diptych.systems.embedding.Exchange;
import dev.diptych.systems.embedding.Sources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Message-based extraction by all GPUs of a machine: every row that comes to any of them is that of its key, wherever it lies. */
final class ExchangeChecks {
    private static final int[] ROW_BYTES = {6, 12, 528};
    /** Batches one after the other; what the GPUs have differs by as many keys. */
    private static final int[] KEY_COUNTS = {1, 700, 33};

    private static final int MOST_KEYS = 1000;
    private static final int KEYS = 300;
    /** Keys are asked for from a little more than are known. */
    private static final int KEY_RANGE = 317;

    private static final int SITE = 80;

    private ExchangeChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("exchange of rows, dense", lab -> each(lab, false, false)),
                new Check("exchange of rows, hashed", lab -> each(lab, true, false)),
                new Check("exchange of rows without caches", lab -> each(lab, false, true)));
    }

    private static void each(Lab lab, boolean hashed, boolean isEmpty) {
        for (int rowBytes : ROW_BYTES) {
            new Group(lab, hashed, isEmpty, rowBytes);
        }
    }

    /** All GPUs, with rows of one size; they begin by themselves. */
    private static final class Group {
        private final Lab lab;
        private final boolean hashed;
        private final int rowBytes;
        private final int gpus;
        private final List<byte[]> tables = new ArrayList<>();
        /** Of each reader, by key. */
        private final List<int[]> sourceOf = new ArrayList<>();

        private final Exchange exchange;
        private int gpusReady;
        private int batch;

        Group(Lab lab, boolean hashed, boolean isEmpty, int rowBytes) {
            this.lab = lab;
            this.hashed = hashed;
            this.rowBytes = rowBytes;
            this.gpus = Math.min(lab.host().platform().gpus().size(), Sources.MOST - 1);
            List<Buffer> buffers = new ArrayList<>();
            for (int source = 0; source <= gpus; source++) {
                byte[] content = TestData.bytes(KEYS * rowBytes, 100L * source + rowBytes);
                Buffer table = lab.buffer(place(source), content.length);
                lab.write(TestData.wrap(content), table.all());
                tables.add(content);
                buffers.add(table);
            }
            List<Directory> directories = new ArrayList<>();
            List<Sources> sources = new ArrayList<>();
            for (int reader = 0; reader < gpus; reader++) {
                List<Optional<Slice>> read = new ArrayList<>();
                for (int source = 0; source <= gpus; source++) {
                    boolean isRead = source == gpus || (!isEmpty && isReached(reader, source));
                    read.add(isRead ? Optional.of(buffers.get(source).all()) : Optional.empty());
                }
                sources.add(new Sources(read));
                directories.add(directory(reader, read));
            }
            this.exchange = new Exchange(lab.openHost(), 0, directories, sources, rowBytes, MOST_KEYS);
            lab.attach(exchange, this::next);
            for (int gpu = 0; gpu < gpus; gpu++) {
                Gpu on = new Gpu(gpu);
                long last = -1;
                for (Op op : exchange.setUp(on)) {
                    last = lab.submit(on, op);
                }
                lab.whenEnded(last, (startNanos, endNanos) -> ready());
            }
        }

        private Place place(int source) {
            return source < gpus ? new Gpu(source) : HostMemory.HOST;
        }

        private boolean isReached(int reader, int source) {
            return source == reader
                    || lab.host()
                            .platform()
                            .link(new Gpu(source), new Gpu(reader))
                            .isPresent();
        }

        /** Opens a reader's directory: key i is in row {@code KEYS - 1 - i} of one of the sources that there are. */
        private Directory directory(int reader, List<Optional<Slice>> read) {
            Gpu gpu = new Gpu(reader);
            Directory directory =
                    hashed ? Directory.hashed(lab.host(), gpu, KEYS) : Directory.dense(lab.host(), gpu, KEYS);
            directory.clear().forEach(op -> lab.submit(gpu, op));
            List<Integer> there = new ArrayList<>();
            for (int source = 0; source < read.size(); source++) {
                if (read.get(source).isPresent()) {
                    there.add(source);
                }
            }
            int[] ofKey = new int[KEYS];
            for (int key = 0; key < KEYS; key++) {
                ofKey[key] = there.get((int) Philox.below(there.size(), reader, SITE, key));
            }
            sourceOf.add(ofKey);
            for (int source : there) {
                long[] names = new long[KEYS];
                long[] rows = new long[KEYS];
                int count = 0;
                for (int key = 0; key < KEYS; key++) {
                    if (ofKey[key] == source) {
                        names[count] = name(key);
                        rows[count++] = KEYS - 1L - key;
                    }
                }
                lab.submit(
                        gpu,
                        directory.publishRows(
                                copied(gpu, Arrays.copyOf(names, count)),
                                source,
                                copied(gpu, Arrays.copyOf(rows, count)),
                                1));
            }
            return directory;
        }

        private long name(long key) {
            return hashed ? Philox.bits64(9, SITE, key) : key;
        }

        private Slice copied(Gpu gpu, long[] numbers) {
            Bytes bytes = Bytes.ofLongs(numbers);
            Buffer buffer = lab.buffer(gpu, Math.max(1, bytes.size()));
            Slice slice = buffer.slice(0, bytes.size());
            lab.submit(gpu, new Write(bytes, slice));
            return slice;
        }

        /** Takes note that a GPU has all that was written for it: others may read it when all of them have. */
        private void ready() {
            gpusReady++;
            if (gpusReady == gpus) {
                next();
            }
        }

        /** Begins the next batch, the one before having ended. */
        private void next() {
            if (batch == KEY_COUNTS.length) {
                return;
            }
            int number = batch++;
            List<Slice> keys = new ArrayList<>();
            List<Slice> outs = new ArrayList<>();
            List<Runnable> expectations = new ArrayList<>();
            for (int reader = 0; reader < gpus; reader++) {
                Gpu gpu = new Gpu(reader);
                int keyCount = KEY_COUNTS[number] + reader;
                long[] names = new long[keyCount];
                byte[] after = new byte[keyCount * rowBytes];
                for (int i = 0; i < keyCount; i++) {
                    int key = (int) Philox.below(KEY_RANGE, 100L * number + reader, SITE, i);
                    names[i] = name(key);
                    if (key < KEYS) {
                        byte[] table = tables.get(sourceOf.get(reader)[key]);
                        System.arraycopy(table, (KEYS - 1 - key) * rowBytes, after, i * rowBytes, rowBytes);
                    }
                }
                Buffer out = lab.buffer(gpu, after.length);
                lab.submit(gpu, new Write(TestData.wrap(TestData.bytes(after.length, 1)), out.all()));
                keys.add(copied(gpu, names));
                outs.add(out.all());
                String what = "%d rows of %d bytes on %s".formatted(keyCount, rowBytes, gpu);
                expectations.add(() -> lab.expect(gpu, what, out.all(), TestData.wrap(after)));
            }
            boolean[] isReady = new boolean[gpus];
            exchange.begin(0, keys, outs, gpu -> {
                isReady[gpu.index()] = true;
                // In the order of the GPUs, so that what is read back has the same order on any machine.
                if (allOf(isReady)) {
                    expectations.forEach(Runnable::run);
                }
            });
        }

        private static boolean allOf(boolean[] flags) {
            for (boolean flag : flags) {
                if (!flag) {
                    return false;
                }
            }
            return true;
        }
    }
}
