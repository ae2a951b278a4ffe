package dev.diptych.traces.variants;

import dev.diptych.model.random.Philox;
import java.util.ArrayList;
import java.util.List;

/**
 * Variants that vote on the class of an input, by class-weighted majority: a variant's vote for a class counts as often as it was right with that class
 * before, plus one (Cocktail: Gunasekaran et al., NSDI 2022). Requests are counted in the order in which they are answered.
 *
 * <p>What a variant says is drawn, as profiles tell accuracies and no answers. Each request has a class of its own and a few classes that it is easily
 * taken for. With a chance of {@code correlation}, a variant finds the request as hard as all others do, and is right if its accuracy is above that hardness;
 * else it is right with the chance of its accuracy. Either way it is right as often as its profile says. All draws depend on the seed, the request and the
 * variant alone.
 */
public final class Electorate {
    /** Classes of an input, as in ImageNet. */
    static final int CLASSES = 1000;

    /** Classes that an input is easily taken for. */
    private static final int LOOK_ALIKES = 4;

    private static final int CLASS_SITE = 0x7663;
    private static final int HARDNESS_SITE = 0x7668;
    private static final int MIXTURE_SITE = 0x766d;
    private static final int OWN_SITE = 0x766f;
    private static final int WRONG_SITE = 0x7677;

    private final List<Variant> variants;
    private final double correlation;
    private final long seed;
    /** By variant and class: how often the vote for it was right. */
    private final int[][] rightVotes;

    /** @param correlation from 0, where variants err apart from each other, to 1, where the better one is right whenever the worse is */
    public Electorate(List<Variant> variants, double correlation, long seed) {
        this.variants = List.copyOf(variants);
        this.correlation = correlation;
        this.seed = seed;
        this.rightVotes = new int[variants.size()][CLASSES];
    }

    /**
     * What came of a vote.
     *
     * @param isRight whether the class that was chosen is the input's
     * @param majority how many voted for it
     * @param rightMembers variants that voted for the input's class
     */
    public record Verdict(boolean isRight, int majority, List<Integer> rightMembers) {
        public Verdict {
            rightMembers = List.copyOf(rightMembers);
        }
    }

    /** Has variants vote on a request, and learns from it. Their order makes no difference; among classes of equal weight the one of the first variant wins. */
    public Verdict vote(long requestId, List<Integer> variantsThatVote) {
        int[] members =
                variantsThatVote.stream().mapToInt(Integer::intValue).sorted().toArray();
        int truth = (int) Philox.below(CLASSES, seed, CLASS_SITE, requestId);
        int[] votes = new int[members.length];
        List<Integer> right = new ArrayList<>();
        for (int i = 0; i < votes.length; i++) {
            votes[i] = isRight(requestId, members[i]) ? truth : wrong(requestId, members[i], truth);
            if (votes[i] == truth) {
                right.add(members[i]);
            }
        }
        int chosen = votes[0];
        for (int vote : votes) {
            chosen = weight(members, votes, vote) > weight(members, votes, chosen) ? vote : chosen;
        }
        for (int member : right) {
            rightVotes[member][truth]++;
        }
        int majority = 0;
        for (int vote : votes) {
            majority += vote == chosen ? 1 : 0;
        }
        return new Verdict(chosen == truth, majority, right);
    }

    private long weight(int[] members, int[] votes, int ofClass) {
        long weight = 0;
        for (int i = 0; i < votes.length; i++) {
            weight += votes[i] == ofClass ? 1 + rightVotes[members[i]][ofClass] : 0;
        }
        return weight;
    }

    private boolean isRight(long requestId, int member) {
        long index = requestId * variants.size() + member;
        boolean isShared = Philox.unit(seed, MIXTURE_SITE, index) < correlation;
        double hardness = isShared ? Philox.unit(seed, HARDNESS_SITE, requestId) : Philox.unit(seed, OWN_SITE, index);
        return hardness < variants.get(member).accuracy();
    }

    private int wrong(long requestId, int member, int truth) {
        long lookAlike = Philox.below(LOOK_ALIKES, seed, WRONG_SITE, requestId * variants.size() + member);
        // Which classes these are depends on the class alone.
        return (int) (truth + 1 + (lookAlike * 37 + truth * 7L) % (CLASSES - 1)) % CLASSES;
    }
}
