package dev.diptych.validation.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.CacheSpec;
import dev.diptych.model.hw.DispatchSpec;
import dev.diptych.model.hw.Frequency;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.HostSpec;
import dev.diptych.model.hw.LatencySpec;
import dev.diptych.model.hw.MemorySpec;
import dev.diptych.model.hw.PipeSpec;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.SliceSpec;
import dev.diptych.model.hw.SmSpec;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Copy;
import dev.diptych.model.run.BlockTrace;
import dev.diptych.traces.scripted.ScriptedRun;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class TimelineTest {
    private final ScriptedRun script = new ScriptedRun(1);

    @Test
    void putsOperationsOnTheRowsOfTheirStreamsAndCopiesOnTheirDirections() {
        Buffer host = script.allocate(HostMemory.HOST, 8);
        Buffer gpu = script.allocate(new Gpu(0), 8);
        done(script.submit(0, 3, -1, new Copy(gpu.all(), host.all())), 0, 5);
        done(script.submit(0, 3, -1, new Copy(host.all(), gpu.all())), 5, 9);
        done(script.submit(0, 3, -1, new Copy(gpu.all(), gpu.all())), 9, 10);
        done(script.submit(0, 12, -1, ScriptedRun.launch("m", "k", 1)), 0, 5);
        done(script.submit(1, 0, -1, ScriptedRun.launch("m", "k", 1)), 0, 5);

        Tracks tracks = new Tracks(script.log());

        assertThat(tracks.tracks())
                .containsExactly(
                        new Track(0, "stream 3"),
                        new Track(0, "stream 12"),
                        new Track(0, "copy in"),
                        new Track(0, "copy out"),
                        new Track(1, "stream 0"));
        assertThat(List.of(0, 1, 2, 3, 4).stream().map(tracks::indexOf)).containsExactly(3, 2, 0, 1, 4);
    }

    @Test
    void movesWhatOverlapsToAFurtherRow() {
        done(script.submit(0, 0, -1, ScriptedRun.launch("m", "k", 1)), 0, 10);
        done(script.submit(0, 0, -1, ScriptedRun.launch("m", "k", 1)), 9, 20);
        done(script.submit(0, 0, -1, ScriptedRun.launch("m", "k", 1)), 10, 20);

        Tracks tracks = new Tracks(script.log());

        assertThat(tracks.tracks()).extracting(Track::name).containsExactly("stream 0", "stream 0 (2)");
        assertThat(List.of(0, 1, 2).stream().map(tracks::indexOf)).containsExactly(0, 1, 0);
    }

    @Test
    void writesTimesInMicrosecondsToTheNanosecond() {
        done(script.at(1).submit(0, 0, -1, ScriptedRun.launch("m", "k", 1)), 1_234_567_891_001L, 1_234_567_891_003L);

        assertThat(Timeline.json(script.log(), Optional.empty(), platform()))
                .contains("\"ts\":1234567891.001,\"dur\":0.002");
    }

    @Test
    void tiesEachOperationToItsSubmitCall() {
        done(script.at(100).submit(0, 0, -1, ScriptedRun.launch("m", "k", 1)), 200, 300);

        List<JsonNode> events = events();
        JsonNode submit = only(events, "X", "submit m/k");
        JsonNode op = only(events, "X", "m/k");

        assertThat(submit.get("flow_out").asBoolean()).isTrue();
        assertThat(op.get("flow_in").asBoolean()).isTrue();
        assertThat(submit.get("bind_id")).isEqualTo(op.get("bind_id"));
        assertThat(submit.get("dur").asInt()).isZero();
    }

    @Test
    void drawsARequestFromItsIntendedArrivalToItsFinish() {
        script.serve(0, "k", 1000, 2000, 3000, 4000);

        List<JsonNode> events = events();

        assertThat(only(events, "b", "request").get("ts").asDouble()).isEqualTo(1);
        assertThat(only(events, "e", "request").get("ts").asDouble()).isEqualTo(4);
        assertThat(only(events, "b", "request").get("id"))
                .isEqualTo(only(events, "e", "request").get("id"));
    }

    @Test
    void countsOperationsInFlight() {
        long first = script.at(0).submit(0, 0, -1, ScriptedRun.launch("m", "k", 1));
        long second = script.at(1000).submit(0, 1, -1, ScriptedRun.launch("m", "k", 1));
        done(first, 500, 3000);
        done(second, 1500, 2000);

        assertThat(events().stream()
                        .filter(event -> event.get("ph").asString().equals("C"))
                        .map(event -> event.get("ts").asDouble() + ": "
                                + event.get("args").get("ops").asInt()))
                .containsExactly("0.0: 1", "1.0: 2", "2.0: 1", "3.0: 0");
    }

    @Test
    void namesProcessesAndThreads() {
        done(script.submit(0, 7, -1, ScriptedRun.launch("m", "k", 1)), 0, 1);

        assertThat(events().stream()
                        .filter(event -> event.get("name").asString().matches("(process|thread)_name"))
                        .map(event -> event.get("args").get("name").asString()))
                .containsExactly("host", "requests", "calls", "gpu0", "gpu1", "stream 7");
    }

    @Test
    void refusesAPlatformWithTooFewGpus() {
        done(script.submit(5, 0, -1, ScriptedRun.launch("m", "k", 1)), 0, 1);

        assertThatThrownBy(this::events)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("operation 0 of the log ran on gpu5, but platform");
    }

    @Test
    void givesEachMultiprocessorRowsForItsBlocks() {
        done(script.submit(0, 0, -1, ScriptedRun.launch("m", "k", 1)), 0, 5000);
        done(script.submit(1, 0, -1, ScriptedRun.launch("m", "other", 1)), 0, 5000);
        BlockTrace blocks = new BlockTrace();
        blocks.add(0, 12, 1000, 2000);
        blocks.add(0, 12, 1500, 2500);
        blocks.add(0, 12, 2000, 3000);
        blocks.add(1, 3, 1000, 4500);

        List<JsonNode> events = events(Optional.of(blocks));

        assertThat(events.stream()
                        .filter(event -> event.get("name").asString().equals("thread_name"))
                        .map(event -> event.get("pid") + " "
                                + event.get("args").get("name").asString()))
                .endsWith("4 SM 12", "4 SM 12 (2)", "5 SM 3");
        assertThat(events.stream()
                        .filter(event -> event.get("ph").asString().equals("X")
                                && event.get("pid").asInt() >= 4)
                        .map(event -> "%s %s.%s %s+%s"
                                .formatted(
                                        event.get("name").asString(),
                                        event.get("pid"),
                                        event.get("tid"),
                                        event.get("ts"),
                                        event.get("dur"))))
                .containsExactly("m/k 4.1 1.0+1.0", "m/k 4.2 1.5+1.0", "m/k 4.1 2.0+1.0", "m/other 5.3 1.0+3.5");
    }

    @Test
    void showsTheFirstBlocksOfALongTrace() {
        done(script.submit(0, 0, -1, ScriptedRun.launch("m", "k", 1)), 0, 100_000);
        BlockTrace blocks = new BlockTrace();
        for (int i = 0; i < BlockRows.MOST_BLOCKS + 1; i++) {
            blocks.add(0, 0, i, i + 1);
        }

        assertThat(new BlockRows(blocks, script.log()).blocks()).hasSize(BlockRows.MOST_BLOCKS);
        assertThat(events(Optional.of(blocks)).stream()
                        .filter(event -> event.get("name").asString().equals("process_labels"))
                        .map(event -> event.get("args").get("labels").asString()))
                .endsWith("50000 of 50001 blocks shown");
    }

    @Test
    void refusesABlockOfNoLaunch() {
        BlockTrace blocks = new BlockTrace();
        blocks.add(5, 0, 0, 1);

        assertThatThrownBy(() -> events(Optional.of(blocks)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("block 0 of the trace is of operation 5, but the log has 0 operations");
    }

    private List<JsonNode> events() {
        return events(Optional.empty());
    }

    private List<JsonNode> events(Optional<BlockTrace> blocks) {
        String json = Timeline.json(script.log(), blocks, platform());
        JsonNode root = JsonMapper.builder().build().readTree(json);
        return StreamSupport.stream(root.get("traceEvents").spliterator(), false)
                .toList();
    }

    private static Platform platform() {
        GpuSpec gpu = new GpuSpec(
                "fake",
                1,
                new Frequency(1000),
                new SmSpec(
                        2048,
                        32,
                        65536,
                        256,
                        4,
                        65536,
                        49152,
                        128,
                        0,
                        new PipeSpec(4, 4, 2, 2, 2, 0.5, 1, 0.5, 0.5),
                        new LatencySpec(4, 8, 18, 33, 29, 60, 24, 20, 0),
                        6),
                new CacheSpec(1, 1, 128, 32, 32, 1, 1, 1, 1),
                new CacheSpec(1, 1, 128, 32, 32, 1, 1, 1, 1),
                new SliceSpec(1, 1, 1, 1, 0),
                new MemorySpec(1, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0),
                new DispatchSpec(32, 128, 1, 1, 1, 1, 1, 1, 1, 1));
        return new Platform("two fakes", List.of(gpu, gpu), List.of(), new HostSpec(1, 1, 1, 1, 1, 1));
    }

    private static JsonNode only(List<JsonNode> events, String phase, String name) {
        List<JsonNode> found = events.stream()
                .filter(event -> event.get("ph").asString().equals(phase))
                .filter(event -> event.get("name").asString().equals(name))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private void done(long op, long startNanos, long endNanos) {
        script.at(endNanos).done(op, startNanos, endNanos);
    }
}
