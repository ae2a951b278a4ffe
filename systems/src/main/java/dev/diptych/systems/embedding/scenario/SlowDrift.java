package dev.diptych.systems.embedding.scenario;

import com.google.auto.service.AutoService;

/**
 * Entries change ranks one by one, hot and cold alike: in {@code every} batches about {@code share} of all ranks get another entry, and so about
 * that share of all reads.
 */
@AutoService(Scenario.class)
public final class SlowDrift implements Scenario {
    @Override
    public String name() {
        return "slow-drift";
    }

    @Override
    public String summary() {
        return "a share of all ranks gets other entries, a few at a time";
    }

    @Override
    public void before(long batch, Ranking ranking, Change change) {
        if (batch < change.from()) {
            return;
        }
        // Each swap changes two ranks. What is left over of one batch counts in the next.
        double perBatch = change.share() * ranking.ranks() / 2 / change.every();
        long since = batch - change.from();
        long swaps = (long) (perBatch * (since + 1)) - (long) (perBatch * since);
        for (long i = 0; i < swaps; i++) {
            ranking.swap(ranking.drawRank(0), ranking.drawRank(0));
        }
    }
}
