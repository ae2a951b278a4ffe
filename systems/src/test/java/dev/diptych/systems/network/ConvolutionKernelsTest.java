package dev.diptych.systems.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.systems.network.ConvolutionKernels.Choice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvolutionKernelsTest {
    /** A block without steps would store zeros as its part, which costs memory for nothing. */
    @Test
    void noBlockIsLeftWithoutSteps() {
        for (int pixels = 1; pixels <= 4096; pixels *= 4) {
            for (int channels = 16; channels <= 1024; channels *= 4) {
                for (int steps = 1; steps <= 300; steps++) {
                    int splits =
                            ConvolutionKernels.choose(pixels, channels, steps).splits();
                    int stepsEach = (steps + splits - 1) / splits;
                    assertThat((splits - 1) * stepsEach).isLessThan(steps);
                }
            }
        }
    }

    /** Layers of ResNet-18: the last ones have a pixel count of 49 and 4608 terms, the first one 12 544 and 147. */
    @ParameterizedTest
    @CsvSource({"49, 512, 288", "196, 256, 144", "784, 128, 72", "3136, 64, 36"})
    void fewPixelsFillTheGpuAllTheSame(long pixels, int channels, int steps) {
        Choice choice = ConvolutionKernels.choose(pixels, channels, steps);

        long tiles = (pixels + choice.tile() - 1) / choice.tile() * ((channels + choice.tile() - 1) / choice.tile());
        assertThat(choice.splits()).isGreaterThan(1);
        assertThat(tiles * choice.splits()).isBetween(100L, 1000L);
    }

    @Test
    void manyPixelsNeedNoSecondKernel() {
        assertThat(ConvolutionKernels.choose(12_544, 64, 10).splits()).isEqualTo(1);
    }
}
