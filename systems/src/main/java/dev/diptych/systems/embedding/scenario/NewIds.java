package dev.diptych.systems.embedding.scenario;

import com.google.auto.service.AutoService;

/** Epochs of {@code every} batches: at the beginning of each, {@code share} of all ranks goes to entries that were never there before, evenly spread. */
@AutoService(Scenario.class)
public final class NewIds implements Scenario {
    private static final double FIRST_SHARE = 0.5;

    @Override
    public String name() {
        return "new-ids";
    }

    @Override
    public String summary() {
        return "each epoch, new ids take the place of a share of the old ones";
    }

    @Override
    public double firstShare() {
        return FIRST_SHARE;
    }

    @Override
    public void before(long batch, Ranking ranking, Change change) {
        if (batch >= change.from() && (batch - change.from()) % change.every() == 0) {
            FlashCrowd.everyShare(ranking.ranks(), change.share()).forEach(ranking::replaceByNew);
        }
    }
}
