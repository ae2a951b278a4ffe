package dev.diptych.systems.check;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Place;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.random.Philox;
import dev.diptych.systems.embedding.Directory;
import dev.diptych.systems.embedding.Extractor;
import dev.diptych.systems.embedding.FactoredExtractor;
import dev.diptych.systems.embedding.MixedExtractor;
import dev.diptych.systems.embedding.Roles;
import dev.diptych.systems.embedding.Sources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Directories and extraction of an embedding cache: every row that comes is that of its key, wherever it lies. */
final class EmbeddingChecks {
    private static final int[] ROW_BYTES = {6, 12, 128, 512, 528};
    private static final int[] KEY_COUNTS = {1, 33, 3000};
    private static final int KEYS = 700;
    /** Keys are asked for from a little more than are known. */
    private static final int KEY_RANGE = 733;

    private static final long NO_LOCATION = -1;
    private static final int SITE = 78;
    private static final int SMS = 7;
    private static final int REGION_ROWS = 64;
    private static final int REGIONS = (KEYS - 1) / REGION_ROWS + 1;

    private EmbeddingChecks() {}

    static List<Check> all() {
        List<Check> checks = new ArrayList<>();
        for (boolean hashed : new boolean[] {false, true}) {
            String form = hashed ? "hashed" : "dense";
            checks.add(new Check("directory, " + form, lab -> directory(lab, hashed)));
            checks.add(new Check("factored extraction, " + form, lab -> extraction(lab, hashed, true)));
            checks.add(new Check("mixed extraction, " + form, lab -> extraction(lab, hashed, false)));
        }
        checks.add(new Check("directory without room", EmbeddingChecks::fullDirectory));
        return checks;
    }

    /** A key's name: small numbers for dense directories, any for hashed ones. */
    private static long name(boolean hashed, long key) {
        return hashed ? Philox.bits64(9, SITE, key) : key;
    }

    private static Directory open(Lab lab, boolean hashed) {
        Directory directory =
                hashed ? Directory.hashed(lab.host(), Lab.gpu(), KEYS) : Directory.dense(lab.host(), Lab.gpu(), KEYS);
        directory.clear().forEach(lab::submit);
        return directory;
    }

    private static long location(int source, int version, long row) {
        return (long) source << 56 | (long) version << 40 | row;
    }

    private static void directory(Lab lab, boolean hashed) {
        Directory directory = open(lab, hashed);
        long[] names = new long[KEYS];
        long[] rows = new long[KEYS];
        long[] asked = new long[KEY_RANGE];
        long[] expected = new long[KEY_RANGE];
        Arrays.fill(expected, NO_LOCATION);
        for (int i = 0; i < KEY_RANGE; i++) {
            asked[i] = name(hashed, i);
        }
        // The first half lies in a row; a third of all keys is published again, with rows of their own beyond 32 bits.
        for (int i = 0; i < KEYS; i++) {
            names[i] = name(hashed, i);
            rows[i] = Philox.below(1L << 40, 1, SITE, i);
            boolean isAgain = i < KEYS / 3;
            expected[i] = i >= KEYS / 2 || isAgain ? location(5, 0xfffe, rows[i]) : location(2, 1, 1000 + i);
        }
        Buffer keys = lab.buffer(Bytes.ofLongs(names));
        Buffer rowBuffer = lab.buffer(Bytes.ofLongs(rows));
        long half = KEYS / 2 * 8L;
        long third = KEYS / 3 * 8L;
        lab.submit(directory.publish(keys.slice(0, half), 2, 1000, 1));
        lab.submit(directory.publishRows(
                keys.slice(half, KEYS * 8L - half), 5, rowBuffer.slice(half, KEYS * 8L - half), 0xfffe));
        lab.submit(directory.publishRows(keys.slice(0, third), 5, rowBuffer.slice(0, third), 0xfffe));
        Buffer locations = lab.buffer(Lab.gpu(), KEY_RANGE * 8L);
        lab.submit(directory.find(lab.buffer(Bytes.ofLongs(asked)).all(), locations.all()));
        lab.expect("locations", locations.all(), Bytes.ofLongs(expected));
        lab.expect("keys without room", directory.failures().all(), Bytes.ofInts(0));
    }

    private static void fullDirectory(Lab lab) {
        Directory directory = Directory.hashed(lab.host(), Lab.gpu(), 4);
        directory.clear().forEach(lab::submit);
        long[] names = new long[11];
        Arrays.setAll(names, i -> name(true, i));
        lab.submit(directory.publish(lab.buffer(Bytes.ofLongs(names)).all(), 0, 0, 0));
        // Room for 4 means 8 buckets.
        lab.expect("keys without room", directory.failures().all(), Bytes.ofInts(3));
    }

    private static void extraction(Lab lab, boolean hashed, boolean factored) {
        int gpus = lab.host().platform().gpus().size();
        List<Place> places = new ArrayList<>(List.of(Lab.gpu()));
        if (gpus > 1) {
            places.add(new Gpu(1));
        }
        places.add(HostMemory.HOST);
        for (int rowBytes : ROW_BYTES) {
            List<byte[]> contents = new ArrayList<>();
            List<Optional<dev.diptych.model.op.Slice>> tables = new ArrayList<>();
            for (int source = 0; source < places.size(); source++) {
                byte[] content = TestData.bytes(KEYS * rowBytes, 100L * source + rowBytes);
                Buffer table = lab.buffer(places.get(source), content.length);
                lab.write(TestData.wrap(content), table.all());
                contents.add(content);
                tables.add(Optional.of(table.all()));
            }
            Sources sources = new Sources(tables);
            Directory directory = open(lab, hashed);
            int[] sourceOf = new int[KEYS];
            for (int source = 0; source < places.size(); source++) {
                publish(lab, directory, hashed, source, sourceOf, places.size());
            }
            Extractor extractor = factored
                    ? new FactoredExtractor(
                            lab.host(),
                            Lab.gpu(),
                            directory,
                            sources,
                            roles(places.size()),
                            rowBytes,
                            3000,
                            (long) REGION_ROWS * rowBytes)
                    : new MixedExtractor(
                            directory,
                            sources,
                            rowBytes,
                            SMS,
                            lab.buffer(Lab.gpu(), (places.size() + 1L) * Long.BYTES));
            extractor.setUp().forEach(lab::submit);
            long[] served = new long[places.size() + REGIONS];
            for (int keyCount : KEY_COUNTS) {
                batch(lab, extractor, hashed, rowBytes, keyCount, contents, sourceOf, served);
            }
            if (extractor instanceof FactoredExtractor counting) {
                lab.expect("rows by source", counting.served(), Bytes.ofLongs(served));
            }
        }
    }

    private static Roles roles(int sources) {
        return new Roles(SMS, 0, Collections.nCopies(sources, 1));
    }

    /** Says of the keys of one source where they lie: key i in row {@code KEYS - 1 - i}. */
    private static void publish(Lab lab, Directory directory, boolean hashed, int source, int[] sourceOf, int sources) {
        List<Long> names = new ArrayList<>();
        List<Long> rows = new ArrayList<>();
        for (int key = 0; key < KEYS; key++) {
            if (Philox.below(sources, 2, SITE, key) == source) {
                sourceOf[key] = source;
                names.add(name(hashed, key));
                rows.add((long) KEYS - 1 - key);
            }
        }
        lab.submit(directory.publishRows(
                lab.buffer(Bytes.ofLongs(longs(names))).all(),
                source,
                lab.buffer(Bytes.ofLongs(longs(rows))).all(),
                3));
    }

    private static long[] longs(List<Long> numbers) {
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    private static void batch(
            Lab lab,
            Extractor extractor,
            boolean hashed,
            int rowBytes,
            int keyCount,
            List<byte[]> contents,
            int[] sourceOf,
            long[] served) {
        long[] names = new long[keyCount];
        byte[] before = TestData.bytes(keyCount * rowBytes + 64, 1);
        byte[] after = before.clone();
        for (int i = 0; i < keyCount; i++) {
            int key = (int) Philox.below(KEY_RANGE, keyCount, SITE, i);
            names[i] = name(hashed, key);
            if (key < KEYS) {
                // The host is the last source, and has a queue for each region of its table.
                int region = sourceOf[key] < contents.size() - 1 ? 0 : (KEYS - 1 - key) / REGION_ROWS;
                served[sourceOf[key] + region]++;
                System.arraycopy(
                        contents.get(sourceOf[key]), (KEYS - 1 - key) * rowBytes, after, i * rowBytes, rowBytes);
            } else {
                served[served.length - 1]++;
                Arrays.fill(after, i * rowBytes, (i + 1) * rowBytes, (byte) 0);
            }
        }
        Buffer keys = lab.buffer(Bytes.ofLongs(names));
        Buffer out = lab.buffer(TestData.wrap(before));
        extractor.extract(keys.all(), out.slice(0, (long) keyCount * rowBytes)).forEach(lab::submit);
        lab.expect("%d rows of %d bytes".formatted(keyCount, rowBytes), out.all(), TestData.wrap(after));
    }
}
