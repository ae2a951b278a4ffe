package dev.diptych.traces;

import dev.diptych.model.InputException;
import dev.diptych.model.op.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Named arrays in a {@code .npz} file: a ZIP archive of {@code .npy} files, as {@code numpy.savez} writes it. Arrays are held whole, so each has
 * less than 2 GiB.
 */
public final class NpzFile {
    private static final String SUFFIX = ".npy";
    /** The earliest time that an archive can hold: the same arrays make the same bytes, whenever they are written. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private NpzFile() {}

    /**
     * An array, in C order: the last index runs fastest.
     *
     * @param shape elements along each dimension; none for a single number
     * @param bytes of the elements, little-endian
     */
    public record Contents(NpyType type, List<Long> shape, Bytes bytes) {
        public Contents {
            shape = List.copyOf(shape);
        }
    }

    /**
     * Returns what a file holds, by name, in the file's order.
     *
     * @throws InputException when it is missing or damaged, or an array of it is none of numbers in C order
     */
    public static Map<String, Contents> read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InputException("%s: there is no such file".formatted(file));
        }
        Map<String, Contents> arrays = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                if (!entry.getName().endsWith(SUFFIX)) {
                    throw new InputException("%s: holds '%s', which is no .npy file".formatted(file, entry.getName()));
                }
                String name = entry.getName().substring(0, entry.getName().length() - SUFFIX.length());
                byte[] content = zip.getInputStream(entry).readAllBytes();
                arrays.put(name, array(content, file.resolveSibling(file.getFileName() + "/" + entry.getName())));
            }
        } catch (IOException e) {
            throw NpyFile.unreadable(file, e);
        }
        return arrays;
    }

    private static Contents array(byte[] content, Path name) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(content);
        try (ReadableByteChannel channel = Channels.newChannel(in)) {
            NpyHeader header = NpyHeader.read(channel, name);
            if (header.isFortranOrder()
                    && header.shape().stream().filter(length -> length != 1).count() > 1) {
                throw new InputException(
                        "%s: is in Fortran order; save numpy.ascontiguousarray(array) instead".formatted(name));
            }
            NpyArray announced = new NpyArray(name, NpyType.of(header.elementType(), name), header.shape());
            if (announced.bytes() != in.available()) {
                throw new InputException("%s: announces %d bytes of elements, but holds %d"
                        .formatted(name, announced.bytes(), in.available()));
            }
            int start = content.length - in.available();
            return new Contents(
                    announced.type(),
                    announced.shape(),
                    Bytes.copyOf(ByteBuffer.wrap(content, start, in.available()).slice()));
        }
    }

    /**
     * Writes a file, in place of one that may be there, without compression.
     *
     * @throws InputException when it cannot be written
     */
    public static void write(Path file, Map<String, Contents> arrays) {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, Contents> array : arrays.entrySet()) {
                Contents contents = array.getValue();
                byte[] header = new NpyHeader(contents.type().elementType(), false, contents.shape()).bytes();
                byte[] elements = new byte[contents.bytes().size()];
                contents.bytes().buffer().get(elements);
                CRC32 sum = new CRC32();
                sum.update(header);
                sum.update(elements);
                ZipEntry entry = new ZipEntry(array.getKey() + SUFFIX);
                entry.setMethod(ZipEntry.STORED);
                entry.setTimeLocal(TIME);
                entry.setSize((long) header.length + elements.length);
                entry.setCrc(sum.getValue());
                zip.putNextEntry(entry);
                zip.write(header);
                zip.write(elements);
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new InputException("%s: cannot be written (%s)".formatted(file, e), e);
        }
    }
}
