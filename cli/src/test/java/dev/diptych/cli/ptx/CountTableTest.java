package dev.diptych.cli.ptx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.work.Pipe;
import dev.diptych.sim.ptx.Counts;
import dev.diptych.sim.ptx.Demand;
import dev.diptych.sim.ptx.InstructionClass;
import dev.diptych.traces.Json;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class CountTableTest {
    private static final Counts COUNTS = new Counts(
            1,
            2,
            3,
            4,
            Map.of(InstructionClass.SPECIAL_FUNCTION, 6L, InstructionClass.FLOAT, 5L),
            7,
            8,
            9,
            10,
            11,
            12,
            13,
            14,
            15,
            16,
            17,
            18,
            19,
            20,
            21,
            22,
            List.of(new Counts.Traffic(new Gpu(0), 23, 24, 25)),
            26,
            new Demand(Map.of(Pipe.ISSUE, 27L, Pipe.FMA_HEAVY, 28L), 29, 30, 2));

    @Test
    void jsonHasEveryComponent() throws ReflectiveOperationException {
        Map<String, Object> json = new CountTable(COUNTS, true).json();

        for (RecordComponent component : Counts.class.getRecordComponents()) {
            assertThat(json).containsKey(component.getName());
            if (component.getType() == long.class) {
                assertThat(json)
                        .containsEntry(
                                component.getName(), component.getAccessor().invoke(COUNTS));
            }
        }
        assertThat(json).hasSize(Counts.class.getRecordComponents().length);
    }

    @Test
    void classesKeepTheirOrder() {
        assertThat(Json.line(new CountTable(COUNTS, true).json()))
                .contains("\"classes\":{\"float\":5,\"special-function\":6}")
                .contains(
                        "\"traffic\":[{\"place\":\"gpu0\",\"readSectors\":23,\"writtenSectors\":24,\"atomicSectors\":25}]");
    }

    @Test
    void whatWasNotProfiledIsNotZero() {
        CountTable table = new CountTable(COUNTS, false);

        assertThat(Json.line(table.json()))
                .contains(
                        "\"demand\":{\"slots\":{\"issue\":27,\"fma-heavy\":28},\"chainCycles\":null,\"chainRounds\":null,\"turns\":null}");
        assertThat(table.lines()).noneMatch(line -> line.contains("longest block"));
    }

    @Test
    void linesShowBytesOfAPlace() {
        assertThat(new CountTable(COUNTS, true)
                        .lines().stream().map(line -> line.strip().replaceAll(" +", " ")))
                .containsAll(Stream.of(
                                "instructions of threads 3 thread instructions",
                                "read from gpu0 736 bytes",
                                "updated in gpu0 800 bytes")
                        .toList());
    }
}
