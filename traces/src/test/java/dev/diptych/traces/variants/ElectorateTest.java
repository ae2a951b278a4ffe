package dev.diptych.traces.variants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElectorateTest {
    private static final int REQUESTS = 20_000;
    private static final List<Integer> ALL = List.of(0, 1, 2);
    private static final List<Variant> VARIANTS = List.of(of("a", 0.6), of("b", 0.7), of("c", 0.75));

    private static Variant of(String name, double accuracy) {
        return new Variant(name, accuracy, 1, 1, 0, 0);
    }

    private static double accuracy(List<Integer> members, double correlation) {
        Electorate electorate = new Electorate(VARIANTS, correlation, 7);
        return IntStream.range(0, REQUESTS)
                        .filter(request -> electorate.vote(request, members).isRight())
                        .count()
                / (double) REQUESTS;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 0.7, 1})
    void eachIsRightAsOftenAsItsProfileSays(double correlation) {
        // Four standard deviations of 20,000 draws are 0.014.
        for (int member : ALL) {
            assertThat(accuracy(List.of(member), correlation))
                    .isCloseTo(VARIANTS.get(member).accuracy(), within(0.014));
        }
    }

    @Test
    void togetherTheyAreRightMoreOftenTheLessTheyErrTogether() {
        double apart = accuracy(ALL, 0);
        double partly = accuracy(ALL, 0.7);
        double together = accuracy(ALL, 1);
        // Three that err apart: all right, or the two of one pair right; the rest at best by luck.
        double pairs = 0.6 * 0.7 * 0.75 + 0.4 * 0.7 * 0.75 + 0.6 * 0.3 * 0.75 + 0.6 * 0.7 * 0.25;
        assertThat(apart).isGreaterThan(pairs - 0.014);
        assertThat(partly).isBetween(together, apart);
        assertThat(together).isLessThan(apart - 0.03);
    }

    @Test
    void whoIsBetterIsRightWheneverTheWorseIsIfTheyErrTogether() {
        Electorate electorate = new Electorate(VARIANTS, 1, 9);
        for (int request = 0; request < 2000; request++) {
            List<Integer> right = electorate.vote(request, ALL).rightMembers();
            assertThat(right).isIn(List.of(), List.of(2), List.of(1, 2), ALL);
        }
    }

    @Test
    void orderMakesNoDifference() {
        Electorate one = new Electorate(VARIANTS, 0.5, 3);
        Electorate other = new Electorate(VARIANTS, 0.5, 3);
        for (int request = 0; request < 2000; request++) {
            assertThat(one.vote(request, List.of(2, 0, 1))).isEqualTo(other.vote(request, ALL));
        }
    }

    @Test
    void majorityAndRightMembersAgreeWithTheVerdict() {
        Electorate electorate = new Electorate(VARIANTS, 0.5, 4);
        for (int request = 0; request < 2000; request++) {
            Electorate.Verdict verdict = electorate.vote(request, ALL);
            assertThat(verdict.majority()).isBetween(1, 3);
            if (verdict.isRight()) {
                assertThat(verdict.rightMembers()).hasSize(verdict.majority());
            }
        }
    }

    @Test
    void votesOfWhoWasRightMoreOftenWithAClassWeighMore() {
        // One that is always right against two that never are: it loses until it has shown it, however the two agree.
        List<Variant> variants = List.of(of("wrong", 1e-9), of("wrong too", 1e-9), of("right", 1));
        Electorate electorate = new Electorate(variants, 0, 5);
        int first = 0;
        int last = 0;
        for (int request = 0; request < REQUESTS; request++) {
            boolean isRight = electorate.vote(request, ALL).isRight();
            first += request < 500 && !isRight ? 1 : 0;
            last += request >= REQUESTS - 500 && !isRight ? 1 : 0;
        }
        assertThat(first).isGreaterThan(50);
        assertThat(last).isZero();
    }
}
