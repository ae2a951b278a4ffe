package dev.diptych.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.op.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzFileTest {
    @TempDir
    Path directory;

    private Path write(String name, byte[] content) throws IOException {
        Path file = directory.resolve("a.npz");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
            zip.closeEntry();
        }
        return file;
    }

    private static byte[] npy(String dictionary, int dataBytes) {
        byte[] text = (dictionary + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[10 + text.length + dataBytes];
        byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, 0};
        System.arraycopy(magic, 0, all, 0, magic.length);
        System.arraycopy(text, 0, all, magic.length, text.length);
        return all;
    }

    @Test
    void readsWhatItWrote() {
        Map<String, NpzFile.Contents> arrays = new LinkedHashMap<>();
        arrays.put("z", new NpzFile.Contents(NpyType.I32, List.of(2L, 3L), Bytes.ofInts(1, 2, 3, 4, 5, 6)));
        arrays.put("layer.bias", new NpzFile.Contents(NpyType.I64, List.of(), Bytes.ofLongs(7)));
        Path file = directory.resolve("a.npz");

        NpzFile.write(file, arrays);

        assertThat(NpzFile.read(file)).isEqualTo(arrays);
        assertThat(NpzFile.read(file).keySet()).containsExactly("z", "layer.bias");
    }

    @Test
    void theSameArraysMakeTheSameBytes() throws IOException {
        Map<String, NpzFile.Contents> arrays =
                Map.of("a", new NpzFile.Contents(NpyType.I32, List.of(1L), Bytes.ofInts(1)));
        NpzFile.write(directory.resolve("one.npz"), arrays);
        NpzFile.write(directory.resolve("other.npz"), arrays);

        assertThat(Files.readAllBytes(directory.resolve("one.npz")))
                .isEqualTo(Files.readAllBytes(directory.resolve("other.npz")));
    }

    @Test
    void readsCompressedArchives() throws IOException {
        Path file = write("a.npy", npy("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", 12));

        assertThat(NpzFile.read(file))
                .hasEntrySatisfying(
                        "a", array -> assertThat(array.bytes().size()).isEqualTo(12));
    }

    @Test
    void saysWhichArrayIsWrong() throws IOException {
        Path cut = write("a.npy", npy("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", 11));
        assertThatThrownBy(() -> NpzFile.read(cut))
                .isInstanceOf(InputException.class)
                .hasMessage("%s/a.npy: announces 12 bytes of elements, but holds 11", cut);

        Path turned = write("a.npy", npy("{'descr': '<f4', 'fortran_order': True, 'shape': (3, 2), }", 24));
        assertThatThrownBy(() -> NpzFile.read(turned))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a.npy: is in Fortran order");

        Path other = write("readme.txt", new byte[1]);
        assertThatThrownBy(() -> NpzFile.read(other))
                .isInstanceOf(InputException.class)
                .hasMessage("%s: holds 'readme.txt', which is no .npy file", other);

        Path none = directory.resolve("none.npz");
        assertThatThrownBy(() -> NpzFile.read(none))
                .isInstanceOf(InputException.class)
                .hasMessage("%s: there is no such file", none);
    }
}
