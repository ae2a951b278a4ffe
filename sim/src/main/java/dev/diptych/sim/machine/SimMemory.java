package dev.diptych.sim.machine;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Slice;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.sim.ptx.memory.Region;
import dev.diptych.sim.work.KnownBytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The memory of all places: how much is taken, and what it holds. Unwritten bytes take no space, and kernels are executed when somebody looks
 * at what they leave: a run that reads nothing back executes none.
 */
final class SimMemory implements KnownBytes {
    /** A copy goes in parts of it: an array has fewer bytes than a buffer may have. */
    private static final long COPIED_BYTES = 1 << 26;
    /** Regions start at multiples of two to this power. */
    private static final int REGION_BITS = 40;

    private final Platform platform;
    private final Kernels kernels;
    private final GlobalMemory memory = new GlobalMemory();
    private final Map<Place, Long> takenBytes = new HashMap<>();
    private final List<Region> regions = new ArrayList<>();
    private final Map<Long, Buffer> bufferAt = new HashMap<>();
    /** By buffer, what was written and is there. */
    private final List<KnownRanges> known = new ArrayList<>();
    /** By buffer, what was written and is not there, because too much had happened. */
    private final List<KnownRanges> lost = new ArrayList<>();
    /** Counts the changes of each buffer. */
    private final List<Long> versions = new ArrayList<>();

    private final Journal journal = new Journal();

    SimMemory(Platform platform, Kernels kernels) {
        this.platform = platform;
        this.kernels = kernels;
    }

    /** Returns the next buffer. */
    Buffer allocate(Place place, long bytes) {
        long capacity = place instanceof Gpu gpu
                ? platform.spec(gpu).memory().bytes()
                : platform.host().memoryBytes();
        long taken = takenBytes.getOrDefault(place, 0L);
        if (bytes < 1) {
            throw new IllegalArgumentException("a buffer has at least 1 byte, but %d were asked for".formatted(bytes));
        }
        if (bytes > capacity - taken) {
            throw new InputException("%s of platform '%s' has %d of %d bytes free, but %d more were asked for"
                    .formatted(place, platform.name(), capacity - taken, capacity, bytes));
        }
        takenBytes.put(place, taken + bytes);
        int id = regions.size();
        Region region = memory.allocate("buffer " + id, place, bytes);
        regions.add(region);

        known.add(new KnownRanges());
        lost.add(new KnownRanges());
        versions.add(0L);
        Buffer buffer = new Buffer(id, place, bytes);
        bufferAt.put(region.address(), buffer);
        return buffer;
    }

    /** Has an effect happen. */
    void happen(Effect effect) {
        effect.writes().forEach(slice -> versions.set(slice.buffer().id(), versionOf(slice.buffer()) + 1));
        if (effect instanceof Effect.Stored stored && !journal.touches(stored.to())) {
            // Nobody waits to see what was there before.
            carryOut(stored);
            return;
        }
        journal.append(effect);
    }

    /** Forgets what is too much to keep. */
    void trim() {
        journal.trim().forEach(forgotten -> forgotten.writes().forEach(this::lose));
    }

    /** Returns a number that changes whenever something may have been written to a buffer. */
    long versionOf(Buffer buffer) {
        return versions.get(buffer.id());
    }

    /** Returns the memory as kernels see it, with slices as they are after all that has happened. */
    GlobalMemory upToDate(List<Slice> slices) {
        for (Effect effect : journal.take(slices)) {
            carryOut(effect);
        }
        return memory;
    }

    /** Returns the memory as kernels see it, with whatever it holds. */
    GlobalMemory asItIs() {
        return memory;
    }

    /** Returns the buffer that a region is, or nothing when it holds a variable of a module. */
    Optional<Buffer> bufferOf(Region region) {
        return Optional.ofNullable(bufferAt.get(region.address()));
    }

    /** Returns the id of the buffer that a region is; of a variable of a module, a negative number of its own. */
    int idOf(Region region) {
        return bufferOf(region).map(Buffer::id).orElseGet(() -> -(int) (region.address() >>> REGION_BITS));
    }

    /** Returns the bytes of a buffer; 0 if there is none of that id, as for variables of modules and launches that are not of this memory. */
    long bytesOf(int id) {
        return id < 0 || id >= regions.size() ? 0 : regions.get(id).bytes();
    }

    Region region(Slice slice) {
        return regions.get(slice.buffer().id());
    }

    private void carryOut(Effect effect) {
        if (effect instanceof Effect.Stored stored) {
            region(stored.to()).write(stored.to().offsetBytes(), stored.bytes().buffer());
            know(stored.to());
        } else if (effect instanceof Effect.Copied copied) {
            copy(copied.from(), copied.to());
        } else if (effect instanceof Effect.Kept kept) {
            Slice slice = kept.input().slice();
            kept.input().keep(region(slice), isLost(slice));
        } else {
            launch((Effect.Launched) effect);
        }
    }

    private void launch(Effect.Launched launched) {
        if (launched.reads().stream().anyMatch(this::isLost)
                || launched.kept().stream().anyMatch(KeptInput::isLost)) {
            // What it would compute from is not there.
            launched.writes().forEach(this::lose);
            return;
        }
        List<Region.Pages> present = new ArrayList<>();
        for (KeptInput input : launched.kept()) {
            present.add(input.bringBack(region(input.slice())));
        }
        compute(launched);
        for (int i = present.size() - 1; i >= 0; i--) {
            region(launched.kept().get(i).slice()).restore(present.get(i));
        }
        launched.writes().forEach(this::know);
    }

    private void compute(Effect.Launched launched) {
        Slice filled = FilledArrays.filled(launched.launch());
        if (filled == null) {
            if (!DirectoryEffects.carryOut(launched.launch(), this)) {
                kernels.execute(launched.launch(), launched.gpu(), this);
            }
        } else {
            region(filled)
                    .become(FilledArrays.words(launched.launch(), region(filled).address()));
        }
    }

    private void know(Slice slice) {
        known.get(slice.buffer().id()).add(slice.offsetBytes(), end(slice));
        lost.get(slice.buffer().id()).remove(slice.offsetBytes(), end(slice));
    }

    private void lose(Slice slice) {
        known.get(slice.buffer().id()).remove(slice.offsetBytes(), end(slice));
        lost.get(slice.buffer().id()).add(slice.offsetBytes(), end(slice));
    }

    private boolean isLost(Slice slice) {
        return lost.get(slice.buffer().id()).intersects(slice.offsetBytes(), end(slice));
    }

    private static long end(Slice slice) {
        return slice.offsetBytes() + slice.bytes();
    }

    private void copy(Slice from, Slice to) {
        long shift = to.offsetBytes() - from.offsetBytes();
        List<long[]> parts = new ArrayList<>();
        List<ByteBuffer> contents = new ArrayList<>();
        known.get(from.buffer().id()).forEachIn(from.offsetBytes(), end(from), (start, end) -> {
            for (long at = start; at < end; at += COPIED_BYTES) {
                ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(COPIED_BYTES, end - at));
                region(from).read(at, bytes);
                parts.add(new long[] {at + shift, at + shift + bytes.limit()});
                contents.add(bytes);
            }
        });
        List<long[]> lostParts = new ArrayList<>();
        lost.get(from.buffer().id())
                .forEachIn(
                        from.offsetBytes(),
                        end(from),
                        (start, end) -> lostParts.add(new long[] {start + shift, end + shift}));
        // Only now, because the two ranges may overlap in one buffer.
        KnownRanges target = known.get(to.buffer().id());
        target.remove(to.offsetBytes(), end(to));
        for (int i = 0; i < parts.size(); i++) {
            region(to).write(parts.get(i)[0], contents.get(i));
            target.add(parts.get(i)[0], parts.get(i)[1]);
        }
        KnownRanges lostTarget = lost.get(to.buffer().id());
        lostTarget.remove(to.offsetBytes(), end(to));
        lostParts.forEach(part -> lostTarget.add(part[0], part[1]));
    }

    @Override
    public Optional<Bytes> read(Slice slice) {
        upToDate(List.of(slice));
        boolean isKnown = slice.bytes() <= Integer.MAX_VALUE
                && known.get(slice.buffer().id()).contains(slice.offsetBytes(), end(slice));
        if (!isKnown) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) slice.bytes());
        region(slice).read(slice.offsetBytes(), bytes);
        return Optional.of(Bytes.copyOf(bytes));
    }

    /**
     * Returns the bytes of a slice.
     *
     * @throws InputException when they are not all known
     */
    Bytes readBack(Slice slice) {
        return read(slice).orElseThrow(() -> {
            String reason = isLost(slice)
                    ? "more has happened to memory than can be kept until somebody reads it; read back earlier"
                    : "nothing has written all of them; write them first";
            return new InputException("read-back of %d bytes at %d of buffer %d on %s: %s"
                    .formatted(
                            slice.bytes(),
                            slice.offsetBytes(),
                            slice.buffer().id(),
                            slice.buffer().place(),
                            reason));
        });
    }
}
