package dev.diptych.sim.machine;

import dev.diptych.model.op.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The known contents of one buffer: pieces of bytes by offset, which do not overlap. What lies between them is unknown. */
final class Contents {
    private final NavigableMap<Long, ByteBuffer> pieces = new TreeMap<>();

    /** Makes bytes known. */
    void write(long offset, ByteBuffer bytes) {
        forget(offset, bytes.remaining());
        if (bytes.hasRemaining()) {
            pieces.put(offset, bytes.slice());
        }
    }

    /** Makes a range what a range of another buffer's contents is, known or unknown. */
    void copy(long offset, Contents from, long fromOffset, long bytes) {
        List<Long> offsets = new ArrayList<>();
        List<ByteBuffer> copied = new ArrayList<>();
        from.piecesIn(fromOffset, bytes).forEach((at, piece) -> {
            long begin = Math.max(at, fromOffset);
            long end = Math.min(at + piece.remaining(), fromOffset + bytes);
            offsets.add(offset + begin - fromOffset);
            copied.add(piece.slice((int) (begin - at), (int) (end - begin)));
        });
        // Only now, because the two ranges may overlap in one buffer.
        forget(offset, bytes);
        for (int i = 0; i < copied.size(); i++) {
            pieces.put(offsets.get(i), copied.get(i));
        }
    }

    /** Makes a range unknown, and returns whether any of it was known. */
    boolean forget(long offset, long bytes) {
        NavigableMap<Long, ByteBuffer> touched = piecesIn(offset, bytes);
        if (touched.isEmpty()) {
            return false;
        }
        long first = touched.firstKey();
        ByteBuffer before = touched.firstEntry().getValue();
        long last = touched.lastKey();
        ByteBuffer after = touched.lastEntry().getValue();
        touched.clear();
        if (first < offset) {
            pieces.put(first, before.slice(0, (int) (offset - first)));
        }
        long end = offset + bytes;
        if (last + after.remaining() > end) {
            pieces.put(end, after.slice((int) (end - last), (int) (last + after.remaining() - end)));
        }
        return true;
    }

    /** Returns a range's bytes if all of them are known. */
    Optional<Bytes> read(long offset, long bytes) {
        if (bytes > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        long known = offset;
        List<ByteBuffer> parts = new ArrayList<>();
        for (var piece : piecesIn(offset, bytes).entrySet()) {
            if (piece.getKey() > known) {
                return Optional.empty();
            }
            int skipped = (int) (known - piece.getKey());
            int taken = (int) Math.min(piece.getValue().remaining() - skipped, offset + bytes - known);
            parts.add(piece.getValue().slice(skipped, taken));
            known += taken;
        }
        if (known < offset + bytes) {
            return Optional.empty();
        }
        ByteBuffer joined = ByteBuffer.allocate((int) bytes);
        parts.forEach(joined::put);
        return Optional.of(Bytes.copyOf(joined.flip()));
    }

    /** Returns the pieces that have a byte in a range, as a view. */
    private NavigableMap<Long, ByteBuffer> piecesIn(long offset, long bytes) {
        Map.Entry<Long, ByteBuffer> first = pieces.floorEntry(offset);
        boolean reaches =
                first != null && bytes > 0 && first.getKey() + first.getValue().remaining() > offset;
        return pieces.subMap(reaches ? first.getKey() : offset, true, offset + bytes, false);
    }
}
