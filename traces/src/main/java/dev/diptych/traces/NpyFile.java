package dev.diptych.traces;

import dev.diptych.model.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file around an array: opened, filled and held against the size that its header announces. */
final class NpyFile {
    private NpyFile() {}

    static FileChannel open(Path file) throws IOException {
        // A device or a directory has no size to compare with.
        if (!Files.isRegularFile(file)) {
            throw new InputException("%s: there is no such file".formatted(file));
        }
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    static void put(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * Returns how many bytes the elements take, which has to be what is left of the file.
     *
     * @param noun what the elements are called in the message
     */
    static long dataBytes(FileChannel channel, Path file, long count, String noun, int elementBytes)
            throws IOException {
        long found = channel.size() - channel.position();
        // Compared as a quotient: the announced number may be too large to multiply.
        if (count != found / elementBytes || found % elementBytes != 0) {
            throw new InputException("%s: announces %d %s of %d bytes, but holds %d bytes of data; it is %s"
                    .formatted(
                            file,
                            count,
                            noun,
                            elementBytes,
                            found,
                            count > found / elementBytes ? "cut short" : "too long"));
        }
        return found;
    }

    static InputException unreadable(Path file, IOException e) {
        return new InputException("%s: cannot be read (%s)".formatted(file, e.getMessage()), e);
    }
}
