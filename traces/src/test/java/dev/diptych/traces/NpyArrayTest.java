package dev.diptych.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NpyArrayTest {
    @TempDir
    private Path directory;

    /** The bytes that NumPy 2.4 saves for {@code numpy.array([[0, 1, 2], [3, 4, 5]], "<f4")}. */
    @Test
    void writesTheBytesThatNumPySaves() throws IOException {
        NpyArray array = new NpyArray(file(), NpyType.F32, List.of(2L, 3L));

        array.write((offset, bytes) -> {
            for (int i = 0; bytes.hasRemaining(); i++) {
                bytes.putFloat(i);
            }
        });

        byte[] bytes = Files.readAllBytes(file());
        assertThat(new String(bytes, 0, 128, StandardCharsets.ISO_8859_1))
                .isEqualTo("\u0093NUMPY\u0001\u0000v\u0000"
                        + "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"
                        + " ".repeat(58)
                        + "\n");
        assertThat(HexFormat.of().formatHex(bytes, 128, bytes.length))
                .isEqualTo("00000000" + "0000803f" + "00000040" + "00004040" + "00008040" + "0000a040");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"'' | ()", "7 | (7,)", "0 | (0,)", "2,3,4 | (2, 3, 4)"})
    void writesTheShapeAsAPythonTuple(String shape, String tuple) throws IOException {
        new NpyArray(file(), NpyType.U8, shape(shape)).write((offset, bytes) -> bytes.position(bytes.limit()));

        assertThat(Files.readString(file(), StandardCharsets.ISO_8859_1)).contains("'shape': " + tuple + ", }");
        assertThat(NpyArray.open(file()).shape()).isEqualTo(shape(shape));
    }

    @ParameterizedTest
    @EnumSource
    void readsEveryTypeThatItWrites(NpyType type) {
        new NpyArray(file(), type, List.of(3L, 2L)).write((offset, bytes) -> bytes.position(bytes.limit()));

        NpyArray array = NpyArray.open(file());

        assertThat(array).isEqualTo(new NpyArray(file(), type, List.of(3L, 2L)));
        assertThat(array.bytes()).isEqualTo(6L * type.bytes());
        assertThat(array.count()).isEqualTo(6);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void passesArraysOfManyPiecesInOrder(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] contents = new byte[(1 << 20) + random.nextInt(1 << 21)];
        random.nextBytes(contents);
        NpyArray array = new NpyArray(file(), NpyType.U8, List.of((long) contents.length));

        array.write((offset, bytes) -> bytes.put(contents, (int) offset, bytes.remaining()));
        ByteArrayOutputStream back = new ByteArrayOutputStream();
        NpyArray.open(file()).read((offset, bytes) -> {
            assertThat(offset).isEqualTo(back.size());
            byte[] piece = new byte[bytes.remaining()];
            bytes.get(piece);
            back.writeBytes(piece);
        });

        assertThat(Arrays.equals(back.toByteArray(), contents)).isTrue();
        assertThat(Files.size(file())).isEqualTo(128 + contents.length);
    }

    @Test
    void readsLongHeadersOfVersion2() throws IOException {
        String dictionary = "{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }" + " ".repeat(70_000) + "\n";
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes("\u0093NUMPY\u0002\u0000".getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(ByteBuffer.allocate(4)
                .putInt(Integer.reverseBytes(dictionary.length()))
                .array());
        all.writeBytes(dictionary.getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(new byte[] {42, 0, 0, 0, 0, 0, 0, 0});
        Files.write(file(), all.toByteArray());

        NpyArray.open(file())
                .read((offset, bytes) -> assertThat(bytes.getLong()).isEqualTo(42));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }",
                "{'shape':(2,),'fortran_order':False,'descr':'<i4'}",
                "{ 'descr' : '=i4' , 'fortran_order' : False , 'shape' : ( 2, ) }   ",
                "{'descr': '<i4', 'fortran_order': True, 'shape': (2, 1), }"
            })
    void readsWhatOtherProgramsWrite(String dictionary) throws IOException {
        save(dictionary, 8);

        assertThat(NpyArray.open(file()).type()).isEqualTo(NpyType.I32);
        assertThat(NpyArray.open(file()).count()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), } ; is in Fortran order",
                "{'descr': '>f4', 'fortran_order': False, 'shape': (6,), } ; its elements are '>f4'; supported are",
                "{'descr': '<c8', 'fortran_order': False, 'shape': (3,), } ; its elements are '<c8'",
                "{'descr': '|O', 'fortran_order': False, 'shape': (3,), } ; its elements are '|O'",
                "{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (6,), } ; its elements are [('a', '<i4')]",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (5,), } ; announces 5 elements of 4 bytes",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (7,), } ; it is cut short",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), } ; beyond 2^63 bytes",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-6,), } ; its header is not that of an array",
                "{'descr': '<f4', 'shape': (6,), } ; its header is not that of an array",
                "'descr': '<f4', 'fortran_order': False, 'shape': (6,) ; its header is not that of an array"
            })
    void refuses(String dictionary, String reason) throws IOException {
        save(dictionary, 24);

        assertThatThrownBy(() -> NpyArray.open(file()))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file().toString())
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"'' | ends inside its header", "some text, no array | is not a NumPy file"})
    void refusesOtherFiles(String contents, String reason) throws IOException {
        Files.writeString(file(), contents);

        assertThatThrownBy(() -> NpyArray.open(file()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void namesAFileThatIsNotThere() {
        assertThatThrownBy(() -> NpyArray.open(file())).hasMessage(file() + ": there is no such file");
    }

    @Test
    void namesAFileThatCannotBeWritten() {
        NpyArray array = new NpyArray(directory.resolve("none/a.npy"), NpyType.U8, List.of(1L));

        assertThatThrownBy(() -> array.write((offset, bytes) -> bytes.put((byte) 0)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a.npy: cannot be written");
    }

    private Path file() {
        return directory.resolve("array.npy");
    }

    private void save(String dictionary, int dataBytes) throws IOException {
        byte[] header = ("\u0093NUMPY\u0001\u0000" + (char) (dictionary.length() + 1) + "\u0000" + dictionary + "\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        Files.write(file(), Arrays.copyOf(header, header.length + dataBytes));
    }

    private static List<Long> shape(String text) {
        return Arrays.stream(text.split(","))
                .filter(number -> !number.isEmpty())
                .map(Long::valueOf)
                .toList();
    }
}
