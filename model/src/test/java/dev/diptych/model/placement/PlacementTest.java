package dev.diptych.model.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.model.InputException;
import dev.diptych.model.config.Json;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.placement.cost.CalibratedCosts;
import dev.diptych.model.placement.cost.UgacheCosts;
import dev.diptych.model.placement.problems.PublishedHotness;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private static final Place FIRST = new Gpu(0);
    private static final Place SECOND = new Gpu(1);
    private static final Place HOST = HostMemory.HOST;

    /** Ten entries read 3 times, five read once; two GPUs with room for six. */
    private static PlacementProblem problem(double fixed) {
        List<ReadCosts.Reader> readers = List.of(
                new ReadCosts.Reader(1, List.of(Double.POSITIVE_INFINITY, 2.0), 10, 6, List.of(0.0, 4.0), 2, 0, 0, 0),
                new ReadCosts.Reader(1, List.of(2.0, Double.POSITIVE_INFINITY), 10, 6, List.of(4.0, 0.0), 2, 0, 0, 0));
        ReadCosts costs = new ReadCosts(
                readers,
                List.of(new ReadCosts.Shared(
                        "uplink", List.of(new ReadCosts.Term(0, HOST, 7), new ReadCosts.Term(1, HOST, 7)))),
                fixed);
        return new PlacementProblem(
                "s",
                List.of(
                        new PlacementProblem.Level(10, List.of(3.0, 3.0)),
                        new PlacementProblem.Level(5, List.of(1.0, 1.0), 2)),
                List.of(1.0, 0.0),
                costs,
                List.of(6L, 6L),
                0.5);
    }

    private static Placement placement() {
        return new Placement(
                2,
                List.of(
                        new Placement.EntryClass(0, 2, 3, List.of(FIRST, SECOND)),
                        new Placement.EntryClass(0, 4, 1, List.of(FIRST, FIRST)),
                        new Placement.EntryClass(0, 4, 2, List.of(SECOND, SECOND)),
                        new Placement.EntryClass(1, 5, 0, List.of(HOST, HOST))));
    }

    @Test
    void evaluatesEveryTime() {
        Outcome outcome = placement().outcome(problem(100));
        // Own rows 18; from the other 12, twice as slow; from the host 5, and 1 that is always read there.
        Outcome.GpuTimes times = outcome.gpus().get(0);
        assertThat(times.local()).isEqualTo(18);
        assertThat(times.peers()).containsExactly(0.0, 24.0);
        assertThat(times.host()).isEqualTo(60);
        assertThat(times.multiprocessors()).isEqualTo((6 * 18 + 4 * 24 + 2 * 60) / 8.0);
        assertThat(outcome.gpus().get(1).host()).isEqualTo(50);
        assertThat(outcome.shared()).containsExactly(7.0 * 11);
        assertThat(outcome.movedRows()).isEqualTo(12);
        assertThat(outcome.objective()).isEqualTo(77 + 100 + 0.5 * 12);
        assertThat(outcome.share()).isEqualTo(new Outcome.Share(36 / 70.0, 24 / 70.0, 10 / 70.0));
    }

    @Test
    void comesBackFromItsFile() {
        assertThat(PlacementFile.of(Json.parse(PlacementFile.text(placement()), "p.json")))
                .isEqualTo(placement());
    }

    @Test
    void refusesToReadWhatIsNotThere() {
        String text = PlacementFile.text(placement())
                .replace("\"sources\":[\"gpu0\",\"gpu0\"]", "\"sources\":[\"gpu0\",\"gpu1\"]");
        assertThatThrownBy(() -> PlacementFile.of(Json.parse(text, "p.json")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("are read from gpu1, which does not store them");
    }

    @Test
    void refusesMoreThanThereIsRoomFor() {
        Placement full = new Placement(
                2,
                List.of(
                        new Placement.EntryClass(0, 10, 1, List.of(FIRST, FIRST)),
                        new Placement.EntryClass(1, 5, 0, List.of(HOST, HOST))));
        assertThatThrownBy(() -> full.check(problem(0)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("stores 10 rows on gpu0, which has room for 6");
    }

    @Test
    void refusesEntriesThatAreMissing() {
        Placement part = new Placement(2, placement().classes().subList(0, 3));
        assertThatThrownBy(() -> part.check(problem(0)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("has 0 entries of level 1, but there are 5");
    }

    /** Section "Cost models" of docs/placement.md has UGache's coefficients. */
    @Test
    void ugachesCostsAreThoseOfItsCode() {
        Hotness hotness = PublishedHotness.histogram(PublishedHotness.PAPERS).hotness();
        UgacheCosts model = new UgacheCosts();
        PlacementProblem dgx1 = model.problem(
                Platforms.load("dgx1"), hotness, 512, java.util.Collections.nCopies(8, 1L), model.defaults());
        ReadCosts.Reader reader = dgx1.costs().gpus().get(0);
        assertThat(reader.hostCost()).isCloseTo(102.94, within(0.01));
        assertThat(reader.peerCosts().get(3)).isCloseTo(9.21, within(0.01));
        assertThat(reader.peerCosts().get(1)).isCloseTo(18.42, within(0.01));
        assertThat(reader.peerSms()).containsExactly(0.0, 12.0, 12.0, 24.0, 0.0, 0.0, 24.0, 0.0);
        assertThat(reader.reaches(4)).isFalse();
        ReadCosts.Reader a100 = model.problem(
                        Platforms.load("8xa100"), hotness, 512, java.util.Collections.nCopies(8, 1L), model.defaults())
                .costs()
                .gpus()
                .get(0);
        assertThat(a100.hostCost()).isEqualTo(91.25);
        assertThat(a100.peerCosts().get(1)).isCloseTo(24.33, within(0.01));
        assertThat(a100.sms()).isEqualTo(108);
    }

    /** Rows gathered on A100 and V100, by UGache's logs: 840 and 350 to 570 GB/s, 32.5 of each peer, 12.6 and 4.7 from the host. */
    @Test
    void calibratedCostsAreNearWhatWasMeasured() {
        Hotness hotness = PublishedHotness.histogram(PublishedHotness.PAPERS).hotness();
        CalibratedCosts model = new CalibratedCosts();
        PlacementProblem a100 = model.problem(
                Platforms.load("8xa100"), hotness, 512, java.util.Collections.nCopies(8, 1L), model.defaults());
        assertThat(512 / a100.costs().gpus().get(0).localCost() / 1e9).isBetween(800.0, 960.0);
        PlacementProblem v100 = model.problem(
                Platforms.load("4xv100"), hotness, 512, java.util.Collections.nCopies(4, 1L), model.defaults());
        assertThat(512 / v100.costs().gpus().get(0).localCost() / 1e9).isBetween(350.0, 570.0);
        double reads = 0;
        for (PlacementProblem.Level level : a100.levels()) {
            reads += level.entries() * level.reads().get(0);
        }
        assertThat(reads).isCloseTo(1e6, within(1e-3));
    }

    @Test
    void rowsThatDoNotFitAreRefused() {
        Hotness hotness = PublishedHotness.histogram(PublishedHotness.SYNTHETIC).hotness();
        CalibratedCosts model = new CalibratedCosts();
        assertThatThrownBy(() -> model.problem(
                        Platforms.load("4xv100"),
                        hotness,
                        512,
                        java.util.Collections.nCopies(4, 400_000_000L),
                        model.defaults()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("gpu0 of platform '4xv100' has room for");
    }
}
