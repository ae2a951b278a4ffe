package dev.diptych.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.kernels.KernelCatalog;
import dev.diptych.kernels.KernelEntry.Parameter;
import dev.diptych.kernels.KernelSignature;
import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KernelArgumentsTest {
    private static final KernelSignature EVERY_TYPE = new KernelSignature(
            "m",
            "k",
            List.of(
                    new Parameter("a", "u32", false),
                    new Parameter("b", "u64", false),
                    new Parameter("c", "f32", false),
                    new Parameter("d", "f64", false),
                    new Parameter("e", "u64", true),
                    new Parameter("f", "u64", true)),
            true);

    private static final Buffer BUFFER = new Buffer(3, new Gpu(0), 100);

    private final KernelSignature reporting = KernelCatalog.load().signature("spin", "spin_reporting");

    @Test
    void writesEachArgumentIntoItsOwnEightBytes() {
        ByteBuffer memory = memory();

        List<Arg> args = List.of(
                new Arg.I32(-2),
                new Arg.I64(Long.MIN_VALUE + 5),
                new Arg.F32(1.5f),
                new Arg.F64(-0.0),
                new Arg.Address(BUFFER.slice(40, 10)),
                new Arg.Null());

        KernelArguments.check(EVERY_TYPE, args);
        KernelArguments.write(args, slice -> 0x7000_0000_0000L + slice.offsetBytes(), memory);

        assertThat(memory.getInt(0)).isEqualTo(-2);
        assertThat(memory.getLong(8)).isEqualTo(Long.MIN_VALUE + 5);
        assertThat(memory.getInt(16)).isEqualTo(0x3FC0_0000);
        assertThat(memory.getLong(24)).isEqualTo(Long.MIN_VALUE);
        assertThat(memory.getLong(32)).isEqualTo(0x7000_0000_0028L);
        assertThat(memory.getLong(40)).isZero();
    }

    /** Written with {@code notices.cuh}: an address. Given notices: where to, by value. */
    @Test
    void leavesTheLastArgumentOfAKernelThatReportsToTheBackend() {
        KernelSignature given =
                KernelCatalog.load().signature("stream", "stream_write").reporting();

        KernelArguments.check(given, List.of(new Arg.Address(BUFFER.all()), new Arg.F32(1), new Arg.I64(3)));

        assertThat(reporting.reports()).isTrue();
        assertThat(reporting.reportsByValue()).isFalse();
        assertThat(reporting.reporting()).isEqualTo(reporting);
        assertThat(given.reports()).isTrue();
        assertThat(given.reportsByValue()).isTrue();
    }

    @Test
    void takesNoArgumentForTheNotices() {
        assertThatCode(() -> KernelArguments.check(reporting, List.of(new Arg.I64(7))))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> KernelArguments.check(reporting, List.of(new Arg.I64(7), new Arg.Null())))
                .isInstanceOf(InputException.class)
                .hasMessage("kernel spin/spin_reporting takes 1 arguments, but the launch has 2");
    }

    @Test
    void namesKernelAndPositionOfAnArgumentOfTheWrongType() {
        KernelSignature write = KernelCatalog.load().signature("stream", "stream_write");

        assertThatThrownBy(() -> KernelArguments.check(
                        write, List.of(new Arg.Address(BUFFER.all()), new Arg.F32(1), new Arg.I32(3))))
                .isInstanceOf(InputException.class)
                .hasMessage("kernel stream/stream_write: argument 2 ('count', a u64) is an I64, but was I32");
        assertThatThrownBy(() -> KernelArguments.check(write, List.of(new Arg.I64(5), new Arg.F32(1), new Arg.I64(3))))
                .hasMessageContaining("argument 0 ('out', a u64) is an Address or Null, but was I64");
    }

    @Test
    void takesAnAddressForAnyLongOfAKernelThatDoesNotMarkItsPointers() {
        KernelSignature foreign = new KernelSignature("a.ptx", "k", List.of(new Parameter("p", "u64", false)), false);

        for (Arg arg : List.of(new Arg.I64(1), new Arg.Address(BUFFER.all()), new Arg.Null())) {
            assertThatCode(() -> KernelArguments.check(foreign, List.of(arg))).doesNotThrowAnyException();
        }
        assertThatThrownBy(() -> KernelArguments.check(foreign, List.of(new Arg.I32(1))))
                .hasMessage("kernel a.ptx/k: argument 0 ('p', a u64) is an I64, Address or Null, but was I32");
    }

    private static ByteBuffer memory() {
        ByteBuffer memory = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        while (memory.hasRemaining()) {
            memory.put((byte) 0x55);
        }
        return memory;
    }
}
