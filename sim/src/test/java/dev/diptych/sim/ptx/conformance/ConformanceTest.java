package dev.diptych.sim.ptx.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.diptych.sim.ptx.conformance.Finding.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConformanceTest {
    private static final List<Probe> PROBES = Probes.all();
    /** One of each shape: predicates in and out, pairs, carries, immediates, all register sizes, extended bytes, flags of the compiler's. */
    private static final Set<String> SHAPES = Set.of(
            "add.f32",
            "add.ftz.sat.f32",
            "mul.ftz.sat.f32",
            "add.rz.f64",
            "addc.cc.u32",
            "subc.cc.u64 carry",
            "lop3.b32 0x96",
            "mul.wide.u16",
            "mul.f16x2",
            "setp.lt.f16x2",
            "setp.lt.s16",
            "selp.b64",
            "xor.pred",
            "ex2.approx.f32",
            "cvt.s8.s32",
            "cvt.rn.bf16.u8",
            "cvt.s64.s8");

    @TempDir
    Path directory;

    @Test
    void findsAMachineEqualThatDoesWhatTheMethodsSay() {
        List<Finding> findings = run(SHAPES, Map.of());

        assertThat(findings).hasSize(SHAPES.size()).allSatisfy(finding -> {
            assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.EQUAL);
            assertThat(finding.compared()).isGreaterThanOrEqualTo(8192);
        });
    }

    @Test
    void showsTheFirstDifferenceWithItsOperands() {
        Finding finding = run(Set.of("add.f32"), Map.of("add.f32", bits -> bits == 0x40000000L ? bits + 3 : bits))
                .get(0);

        assertThat(finding.verdict()).isEqualTo(Verdict.DIFFERENT);
        assertThat(finding.differing()).isPositive();
        assertThat(finding.largestUlps()).isEqualTo(3);
        assertThat(finding.detail())
                .matches(
                        "thread \\d+: of 0x[0-9a-f]{8}, 0x[0-9a-f]{8} the machine makes 0x40000003, the JVM 0x40000000");
    }

    @Test
    void countsDifferencesOfNansApartAndShowsAnotherOneFirst() {
        LongUnaryOperator change = bits -> bits == 0x7fffffffL ? 0x7fc00000L : bits == 0x40000000L ? 0 : bits;
        Finding finding = run(Set.of("add.f32"), Map.of("add.f32", change)).get(0);

        assertThat(finding.differingNans()).isPositive().isLessThan(finding.differing());
        assertThat(finding.detail()).endsWith("the machine makes 0x00000000, the JVM 0x40000000");
    }

    @Test
    void callsAnApproximationNearOnlyWhileItsDifferencesAreFinite() {
        String name = "ex2.approx.f32";
        Finding near = run(Set.of(name), Map.of(name, bits -> bits == 0x40000000L ? bits - 1 : bits))
                .get(0);
        Finding different = run(Set.of(name), Map.of(name, bits -> bits == 0x7f800000L ? bits - 1 : bits))
                .get(0);

        assertThat(near.verdict()).isEqualTo(Verdict.NEAR);
        assertThat(different.verdict()).isEqualTo(Verdict.DIFFERENT);
    }

    @Test
    void callsAnApproximationDifferentThatIsFartherOffThanTheManualAllows() {
        String name = "ex2.approx.f32";
        Finding atBound = run(Set.of(name), Map.of(name, bits -> bits == 0x40000000L ? bits + 3 : bits))
                .get(0);
        Finding beyond = run(Set.of(name), Map.of(name, bits -> bits == 0x40000000L ? bits + 4 : bits))
                .get(0);

        assertThat(atBound.verdict()).isEqualTo(Verdict.NEAR);
        assertThat(atBound.largestShare()).isEqualTo(1);
        assertThat(beyond.verdict()).isEqualTo(Verdict.DIFFERENT);
        assertThat(beyond.differences()).contains("0x3f800000: 0x40000004 not 0x40000000");
    }

    @Test
    void losesNothingButTheKernelThatBreaksItsRun() {
        List<Finding> findings = run(SHAPES, Map.of("xor.pred", bits -> {
            throw new IllegalStateException("an illegal\ninstruction");
        }));

        assertThat(findings)
                .hasSize(SHAPES.size())
                .allSatisfy(finding -> assertThat(finding.verdict())
                        .isEqualTo(finding.instruction().equals("xor.pred") ? Verdict.BROKEN : Verdict.EQUAL));
        assertThat(findings)
                .extracting(Finding::detail)
                .contains("java.lang.IllegalStateException: an illegal | instruction");
    }

    @Test
    void leavesOutWhatTheAssemblerRefusesWithItsReason() {
        List<Probe> probes = select(Set.of("add.f32", "mul.f16x2"));
        Conformance conformance = new Conformance(probes, Map.of("add.f32", "too new"));

        assertThat(conformance.run(() -> new OracleMachine(probes, Map.of()), directory))
                .extracting(Finding::instruction, Finding::verdict, Finding::detail)
                .containsExactly(tuple("add.f32", Verdict.LEFT_OUT, "too new"), tuple("mul.f16x2", Verdict.EQUAL, ""));
    }

    @Test
    void triesEveryInstructionOnceAndRefusesKnownOnesOnly() {
        Set<String> titles = PROBES.stream().map(Probe::title).collect(Collectors.toSet());

        assertThat(titles).hasSameSizeAs(PROBES);
        assertThat(titles).containsAll(Refusals.read().keySet());
    }

    @Test
    void drawsEveryPairOfEdgesForTwoOperandsAndEveryValueOfSixteenBits() {
        Operands pairs = new Operands(List.of(Format.SINGLE, Format.SINGLE));
        Operands every = new Operands(List.of(Format.HALF));

        Set<List<Long>> drawn = IntStream.range(0, pairs.count())
                .mapToObj(i -> List.of(pairs.at(0, i), pairs.at(1, i)))
                .collect(Collectors.toSet());
        assertThat(drawn)
                .contains(List.of(0x7f800000L, 0xff800000L), List.of(1L, 0x80000000L), List.of(0L, 0x7f7fffffL));
        assertThat(IntStream.range(0, every.count()).mapToObj(i -> every.at(0, i)))
                .doesNotHaveDuplicates()
                .hasSize(1 << 16);
    }

    private List<Finding> run(Set<String> titles, Map<String, LongUnaryOperator> changes) {
        List<Probe> probes = select(titles);
        return new Conformance(probes, Map.of()).run(() -> new OracleMachine(probes, changes), directory);
    }

    private static List<Probe> select(Set<String> titles) {
        return PROBES.stream().filter(probe -> titles.contains(probe.title())).toList();
    }
}
