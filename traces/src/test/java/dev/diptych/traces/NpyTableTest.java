package dev.diptych.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.run.PayloadStore;
import dev.diptych.model.table.Column;
import dev.diptych.model.table.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NpyTableTest {
    @TempDir
    private Path directory;

    @Test
    void writesTheBytesThatNumPyDefines() throws IOException {
        Table table = pairs();
        table.add(1, -2);
        table.add(Integer.MIN_VALUE, Long.MAX_VALUE);
        Path file = directory.resolve("pairs.npy");

        NpyTable.write(file, table);

        byte[] bytes = Files.readAllBytes(file);
        String header = new String(bytes, 0, 128, StandardCharsets.ISO_8859_1);
        assertThat(header)
                .isEqualTo("\u0093NUMPY\u0001\u0000v\u0000"
                        + "{'descr': [('a', '<i4'), ('b', '<i8')], 'fortran_order': False, 'shape': (2,), }"
                        + " ".repeat(37)
                        + "\n");
        assertThat(HexFormat.of().formatHex(bytes, 128, bytes.length))
                .isEqualTo("01000000" + "feffffffffffffff" + "00000080" + "ffffffffffffff7f");
    }

    @Test
    void writesAPayloadAsAnArrayOfBytes() throws IOException {
        PayloadStore payload = new PayloadStore();
        payload.add(Bytes.ofInts(0x04030201));
        Path file = directory.resolve("payload.npy");

        NpyTable.write(file, payload);

        byte[] bytes = Files.readAllBytes(file);
        assertThat(new String(bytes, 10, 118, StandardCharsets.ISO_8859_1))
                .isEqualTo("{'descr': '|u1', 'fortran_order': False, 'shape': (4,), }" + " ".repeat(60) + "\n");
        assertThat(Arrays.copyOfRange(bytes, 128, bytes.length)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void anEmptyTableIsAHeaderAlone() throws IOException {
        Path file = directory.resolve("pairs.npy");
        NpyTable.write(file, pairs());
        Table back = pairs();

        NpyTable.read(file, back);

        assertThat(file).hasSize(128);
        assertThat(back.rows()).isZero();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void readsWhatItWrote(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Table table = pairs();
        int rows = random.nextInt(20_000);
        for (int row = 0; row < rows; row++) {
            table.add(random.nextInt(), random.nextLong());
        }
        Path file = directory.resolve("pairs.npy");
        NpyTable.write(file, table);
        Table back = pairs();

        NpyTable.read(file, back);

        assertThat(Rows.of(back)).isEqualTo(Rows.of(table));
    }

    @Test
    void readsAHeaderWithNumPysOwnPadding() throws IOException {
        // NumPy leaves room for the shape to grow, so its header may be longer than needed.
        String dictionary = "{'descr': [('a', '<i4'), ('b', '<i8')], 'fortran_order': False, 'shape': (1,), }";
        byte[] header = ("\u0093NUMPY\u0001\u0000\u00b6\u0000" + dictionary + " ".repeat(181 - dictionary.length())
                        + "\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(header, header.length + 12);
        all[header.length] = 7;
        Path file = Files.write(directory.resolve("pairs.npy"), all);
        Table back = pairs();

        NpyTable.read(file, back);

        assertThat(Rows.of(back)).containsExactly("[7, 0]");
    }

    @Test
    void refusesAFileThatIsCutShort() throws IOException {
        Path file = written();
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));

        assertRefused(file, "announces 1 rows of 12 bytes, but holds 11 bytes of data; it is cut short");
    }

    @Test
    void refusesAFileThatIsTooLong() throws IOException {
        Path file = written();
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length + 12));

        assertRefused(file, "holds 24 bytes of data; it is too long");
    }

    @Test
    void refusesAFileCutInsideItsHeader() throws IOException {
        Path file = written();
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 50));

        assertRefused(file, "ends inside its header");
    }

    @Test
    void refusesOtherFiles() throws IOException {
        assertRefused(Files.writeString(directory.resolve("pairs.npy"), "name,value\n1,2\n"), "is not a NumPy file");
    }

    @Test
    void refusesOtherColumns() throws IOException {
        Path file = directory.resolve("pairs.npy");
        NpyTable.write(file, new Table("pairs", new Column("a", Column.Type.I64), new Column("b", Column.Type.I64)));

        assertRefused(file, "its rows should be [('a', '<i4'), ('b', '<i8')], but are [('a', '<i8'), ('b', '<i8')]");
    }

    @Test
    void refusesANumberOfRowsThatOverflows() throws IOException {
        Path file = written();
        String text = Files.readString(file, StandardCharsets.ISO_8859_1)
                .replace("(1,), }                 ", "(768614336404564651,), }");
        Files.writeString(file, text, StandardCharsets.ISO_8859_1);

        assertRefused(file, "announces 768614336404564651 rows");
    }

    private Path written() throws IOException {
        Table table = pairs();
        table.add(1, 2);
        Path file = directory.resolve("pairs.npy");
        NpyTable.write(file, table);
        return file;
    }

    private static void assertRefused(Path file, String reason) {
        assertThatThrownBy(() -> NpyTable.read(file, pairs()))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(reason);
    }

    private static Table pairs() {
        return new Table("pairs", new Column("a", Column.Type.I32), new Column("b", Column.Type.I64));
    }
}
