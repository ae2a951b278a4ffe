package dev.diptych.cli.ptx;

import dev.diptych.sim.ptx.memory.Region;
import dev.diptych.systems.argument.Argument;
import dev.diptych.systems.argument.Numbers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * An array that a kernel may have written.
 *
 * @param position of its argument, counted from 1
 */
public record ResultArray(int position, String parameter, Argument.Buffer buffer, Region region) {
    private static final long WHOLE_UP_TO = 4096;
    private static final int EDGE = 16;

    /** Writes it to its file, if it has one. */
    public void save() {
        if (buffer.output() != null) {
            buffer.asFile().write(region::read);
        }
    }

    /** Returns what it is, and where it went or what it holds. */
    public String text() {
        String title = "argument %d, %s, %s".formatted(position, parameter, buffer.typeAndShape());
        Path output = buffer.output();
        return output != null
                ? "%s: wrote %s".formatted(title, output)
                : "%s:%n%s".formatted(title, ArrayText.of(buffer.type(), buffer.shape(), this::bits));
    }

    /**
     * Returns the same for JSON: {@code file}, or {@code data} in C order; of an array of more than 4096 elements the {@code first} and
     * {@code last} 16.
     */
    public Map<String, Object> json() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("argument", position);
        facts.put("parameter", parameter);
        facts.put("type", buffer.type().toString());
        facts.put("shape", buffer.shape());
        long count = buffer.count();
        Path output = buffer.output();
        if (output != null) {
            facts.put("file", output.toString());
        } else if (count <= WHOLE_UP_TO) {
            facts.put("data", values(0, count));
        } else {
            facts.put("first", values(0, EDGE));
            facts.put("last", values(count - EDGE, count));
        }
        return facts;
    }

    private List<Object> values(long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(index -> Numbers.json(bits(index), buffer.type()))
                .toList();
    }

    private long bits(long index) {
        int elementBytes = buffer.type().bytes();
        ByteBuffer element = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        region.read(index * elementBytes, element.limit(elementBytes));
        return element.clear().getLong();
    }
}
