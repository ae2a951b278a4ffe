package dev.diptych.systems.argument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Bytes;
import dev.diptych.systems.argument.Argument.Buffer;
import dev.diptych.systems.argument.Argument.Contents;
import dev.diptych.systems.argument.Argument.Scalar;
import dev.diptych.traces.NpyArray;
import dev.diptych.traces.NpyType;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArgumentParserTest {
    private static final Gpu GPU = new Gpu(0);

    @TempDir
    private Path directory;

    @BeforeEach
    void save() {
        new NpyArray(file("a"), NpyType.I32, List.of(2L, 3L)).write((offset, bytes) -> bytes.position(bytes.limit()));
    }

    @Test
    void readsScalarsInOrder() {
        assertThat(ArgumentParser.parse("--arg", List.of("i32:-1", "f32:0.5", "bool:true", "null", "bytes:0aff")))
                .containsExactly(
                        new Scalar(ElementType.I32, 0xFFFFFFFFL),
                        new Scalar(ElementType.F32, 0x3F000000L),
                        new Scalar(ElementType.BOOL, 1),
                        new Argument.NullPointer(),
                        new Argument.Structure(Bytes.copyOf(ByteBuffer.wrap(new byte[] {10, -1}))));
    }

    @Test
    void aScalarLiesInMemoryLowByteFirst() {
        assertThat(new Scalar(ElementType.I32, 0x04030201L).contents()).isEqualTo(Bytes.ofInts(0x04030201));
        assertThat(new Scalar(ElementType.U16, 0x0201L).contents().size()).isEqualTo(2);
    }

    @Test
    void takesTypeAndShapeFromAnInputFile() {
        assertThat(one("in:" + file("a")))
                .isEqualTo(new Buffer(
                        GPU, ElementType.I32, List.of(2L, 3L), new Contents.Given(NpyArray.open(file("a"))), null));
        assertThat(one("inout:" + file("a") + ">" + file("b")).output()).isEqualTo(file("b"));
        assertThat(one("inout:" + file("a") + ">" + file("a")).output()).isEqualTo(file("a"));
    }

    @Test
    void readsArraysThatAreMade() {
        assertThat(one("out:f32[1024]>" + file("o")))
                .isEqualTo(new Buffer(GPU, ElementType.F32, List.of(1024L), new Contents.Poison(), file("o")));
        assertThat(one("zeros:i32[64,128]"))
                .isEqualTo(new Buffer(GPU, ElementType.I32, List.of(64L, 128L), new Contents.Zeros(), null));
        assertThat(one("random:bf16[8]:0x10"))
                .isEqualTo(new Buffer(GPU, ElementType.BF16, List.of(8L), new Contents.Random(16), null));
        assertThat(one("random:u8[8]:-3>" + file("r")))
                .isEqualTo(new Buffer(GPU, ElementType.U8, List.of(8L), new Contents.Random(-3), file("r")));
        assertThat(one("phantom:f32[100000000000]").bytes()).isEqualTo(400_000_000_000L);
        assertThat(one("out:f64[]").count()).isEqualTo(1);
        assertThat(one("out:f64[0,5]").bytes()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5 | should be KIND:VALUE",
                "int:5 | no kind is named 'int'; known: bool i8",
                "i32:x | 'x' should be a whole number",
                "in: | names no file",
                "in:none.npy | none.npy: there is no such file",
                "inout:a.npy | should be inout:FILE.npy>OUT.npy",
                "out:f32 | 'f32' should be TYPE[SHAPE]",
                "out:f32[-1] | should be TYPE[SHAPE]",
                "out:f32[4,,4] | should be TYPE[SHAPE]",
                "out:float[4] | no type is named 'float'; known: bool",
                "out:f32[4]> | names no file",
                "out:f32[4]>none/o.npy | none: there is no such directory",
                "out:f32[4]>. | .: cannot be written",
                "out:f64[9223372036854775807] | should be TYPE[SHAPE]",
                "out:f64[999999999999999999,10] | is beyond 2^63 bytes",
                "random:f32[4] | should be random:TYPE[SHAPE]:SEED",
                "random:f32[4]:x | 'x' should be a whole number",
                "phantom:f32[4]>o.npy | has no output",
                "bytes:abc | two hexadecimal digits a byte"
            })
    void refuses(String text, String reason) {
        assertThatThrownBy(() -> ArgumentParser.parse("--arg", List.of("i32:1", text)))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("--arg 2 '" + text + "': ")
                .hasMessageContaining(reason);
    }

    @Test
    void refusesOneOutputForTwo() {
        String output = ">" + file("o");

        assertThatThrownBy(() -> ArgumentParser.parse("--arg", List.of("out:f32[1]" + output, "zeros:f32[1]" + output)))
                .hasMessageContaining("--arg 2")
                .hasMessageContaining("is the output of another argument, too");
    }

    private Buffer one(String text) {
        return (Buffer) ArgumentParser.parse("--arg", List.of(text)).get(0);
    }

    private Path file(String name) {
        return directory.resolve(name + ".npy");
    }
}
