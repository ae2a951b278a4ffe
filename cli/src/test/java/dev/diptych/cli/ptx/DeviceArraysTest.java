package dev.diptych.cli.ptx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.op.Bytes;
import dev.diptych.model.random.Philox;
import dev.diptych.sim.ptx.PtxArg;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.sim.ptx.memory.Region;
import dev.diptych.sim.ptx.syntax.Space;
import dev.diptych.sim.ptx.syntax.Type;
import dev.diptych.sim.ptx.syntax.Variable;
import dev.diptych.systems.argument.ArgumentParser;
import dev.diptych.systems.argument.ElementType;
import dev.diptych.systems.argument.Numbers;
import dev.diptych.traces.NpyArray;
import dev.diptych.traces.NpyType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DeviceArraysTest {
    private final GlobalMemory memory = new GlobalMemory();

    @TempDir
    private Path directory;

    @Test
    void passesScalarsByValue() {
        assertThat(arrays("i32:-1", "u64:5", "null", "i32:7", "bytes:01020304").launchArguments())
                .containsExactly(
                        new PtxArg.I32(-1),
                        new PtxArg.I64(5),
                        new PtxArg.I64(0),
                        new PtxArg.I32(7),
                        new PtxArg.Raw(Bytes.ofInts(0x04030201)));
    }

    @Test
    void passesArraysByAddress() {
        DeviceArrays arrays = arrays("zeros:i32[2]", "out:u8[4]");

        List<Region> regions =
                arrays.results().stream().map(ResultArray::region).toList();

        assertThat(arrays.launchArguments())
                .containsExactly(
                        new PtxArg.I64(regions.get(0).address()),
                        new PtxArg.I64(regions.get(1).address()));
        assertThat(contents(regions.get(0)).getLong()).isZero();
        assertThat(contents(regions.get(1)).getInt()).isEqualTo(-1);
    }

    @Test
    void aFileGoesThroughTheDeviceToAnother() {
        Path in = directory.resolve("in.npy");
        Path out = directory.resolve("out.npy");
        long count = 1_000_003;
        new NpyArray(in, NpyType.I32, List.of(count)).write((offset, bytes) -> {
            for (int i = (int) offset / Integer.BYTES; bytes.hasRemaining(); i++) {
                bytes.putInt(i * 17);
            }
        });

        arrays("inout:" + in + ">" + out).results().forEach(ResultArray::save);

        assertThat(out).hasSameBinaryContentAs(in);
    }

    @ParameterizedTest
    @EnumSource
    void drawsEachElementFromItsIndex(ElementType type) {
        int count = 300_000;
        DeviceArrays arrays = arrays("random:%s[%d]:99>%s".formatted(type, count, directory.resolve("r.npy")));

        ByteBuffer drawn = contents(arrays.results().get(0).region());

        double sum = 0;
        for (int i = 0; i < count; i++) {
            long bits = switch (type.bytes()) {
                case 1 -> drawn.get() & 0xFF;
                case 2 -> drawn.getShort() & 0xFFFF;
                case 4 -> drawn.getInt() & 0xFFFFFFFFL;
                default -> drawn.getLong();
            };
            assertThat(bits).isEqualTo(type.random(Philox.bits64(99, 0, i)));
            sum += type.kind() == ElementType.Kind.FLOAT ? type.toDouble(bits) : 0;
        }
        if (type.kind() == ElementType.Kind.FLOAT) {
            // The mean of a uniform number, less half of the spacing of bf16; its standard error is 0.0005.
            assertThat(sum / count).isBetween(0.4955, 0.5025);
        }
    }

    /** The first words of seed 1, from Philox's own definition: 24, 53 and 32 upper bits of one number. */
    @Test
    void theTypesTakeTheUpperBitsOfOneNumber() {
        long bits = Philox.bits64(1, 0, 0);

        assertThat(Float.intBitsToFloat((int) ElementType.F32.random(bits)))
                .isEqualTo((float) ((bits >>> 40) / 0x1p24));
        assertThat(Double.longBitsToDouble(ElementType.F64.random(bits))).isEqualTo((bits >>> 11) / 0x1p53);
        assertThat(ElementType.U32.random(bits)).isEqualTo(bits >>> 32);
        assertThat(ElementType.I8.random(bits)).isEqualTo(bits >>> 56);
        assertThat(ElementType.F32.toDouble(ElementType.F32.random(-1L))).isLessThan(1);
        assertThat(ElementType.BF16.toDouble(ElementType.BF16.random(-1L))).isLessThan(1);
    }

    @Test
    void aPhantomTakesNoMemory() {
        assertThat(arrays("phantom:f32[100000000000]").results()).isEmpty();
    }

    @Test
    void showsWhatHasNoFile() {
        DeviceArrays arrays = arrays("zeros:f32[2]", "out:f16[1]", "random:u8[4]:1");

        assertThat(arrays.results()).hasSize(2);
        assertThat(arrays.results().get(0).text().lines()).containsExactly("argument 1, p0, f32[2]:", "[0.0 0.0]");
        assertThat(arrays.results().get(0).json()).containsEntry("data", List.of(0.0, 0.0));
        assertThat(arrays.results().get(1).json()).containsEntry("data", List.of("NaN"));
    }

    @Test
    void showsTheEndsOfALongArray() {
        ResultArray array = arrays("zeros:i8[5000]").results().get(0);
        array.region().write(4999, ByteBuffer.wrap(new byte[] {-3}));

        assertThat(array.json()).containsKeys("first", "last").doesNotContainKey("data");
        assertThat((List<?>) array.json().get("last")).hasSize(16).last().hasToString("-3");
        assertThat(array.text()).endsWith("[ 0  0  0 ...  0  0 -3]");
    }

    @Test
    void numbersOfJsonKeepTheirBits() {
        assertThat(Numbers.json(0x3dcccccdL, ElementType.F32)).isEqualTo(new BigDecimal("0.1"));
        assertThat(Numbers.json(0x3f800000L, ElementType.F32)).isEqualTo(new BigDecimal("1.0"));
        assertThat(Numbers.json(0x80000000L, ElementType.F32)).isEqualTo(-0.0);
        assertThat(Numbers.json(0xff800000L, ElementType.F32)).isEqualTo("-Infinity");
        assertThat(Numbers.json(1, ElementType.BOOL)).isEqualTo(true);
    }

    private DeviceArrays arrays(String... texts) {
        List<Variable> parameters = new ArrayList<>();
        IntStream.range(0, texts.length)
                .forEach(i -> parameters.add(new Variable(
                        Space.PARAM, Type.B64, "p" + i, 8, 8, Variable.Initial.NONE, List.of(), false, 1)));
        return new DeviceArrays(memory, parameters, ArgumentParser.parse("--arg", List.of(texts)));
    }

    private static ByteBuffer contents(Region region) {
        ByteBuffer contents = ByteBuffer.allocate((int) region.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        region.read(0, contents);
        return contents.rewind();
    }
}
