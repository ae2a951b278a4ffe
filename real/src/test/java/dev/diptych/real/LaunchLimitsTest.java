package dev.diptych.real;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Kernel;
import dev.diptych.model.op.Launch;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LaunchLimitsTest {
    private static final DeviceProperties GPU = new DeviceProperties(
            1, "X", "GPU-0", 90, 132, 1L << 37, 1 << 25, 1_980_000, 3_201_000, 6016, 1024, 65_536, 232_448, 3, true,
            true);

    private static final KernelResources KERNEL = new KernelResources(1024, 32, 448);

    @Test
    void acceptsTheLimitsThemselves() {
        assertThatCode(() -> check(KERNEL, new Dim(Integer.MAX_VALUE, 65_535, 65_535), new Dim(16, 1, 64), 232_000))
                .doesNotThrowAnyException();
    }

    @Test
    void namesTheLimitThatALaunchExceeds() {
        refuses(KERNEL, Dim.of(1), Dim.of(1025), 0, "asks for 1025 threads per block, but gpu1 has at most 1024");
        refuses(KERNEL, Dim.of(1), new Dim(1, 1, 65), 0, "asks for 65 threads per block in z, but gpu1 has at most 64");
        refuses(KERNEL, new Dim(1, 65_536, 1), Dim.of(1), 0, "asks for 65536 blocks in y, but gpu1 has at most 65535");
        refuses(
                KERNEL,
                Dim.of(1),
                Dim.of(1),
                232_001,
                "asks for 232449 bytes of shared memory per block, but gpu1 has at most 232448");
        refuses(
                new KernelResources(256, 255, 0),
                Dim.of(1),
                Dim.of(257),
                0,
                "asks for 257 threads per block of 255 registers each, but gpu1 has at most 256");
    }

    private static void refuses(KernelResources kernel, Dim grid, Dim block, int sharedBytes, String why) {
        assertThatThrownBy(() -> check(kernel, grid, block, sharedBytes))
                .isInstanceOf(InputException.class)
                .hasMessage("launch of m/k " + why);
    }

    private static void check(KernelResources kernel, Dim grid, Dim block, int sharedBytes) {
        LaunchLimits.check(
                GPU, kernel, new Launch(new Kernel("m", "k", 32, 0), grid, block, sharedBytes, List.of(), 0));
    }
}
