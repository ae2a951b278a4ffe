package dev.diptych.systems.embedding.scenario;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;

/**
 * At once, {@code share} of the hottest tenth of all ranks goes to entries from the colder half; {@code every} batches later they change back.
 * Which ranks is the same for equal shares: evenly spread, the hottest among them.
 */
@AutoService(Scenario.class)
public final class FlashCrowd implements Scenario {
    private static final int HOT_PART = 10;

    @Override
    public String name() {
        return "flash-crowd";
    }

    @Override
    public String summary() {
        return "cold entries become the hottest ones at once, and later cold again";
    }

    @Override
    public void before(long batch, Ranking ranking, Change change) {
        boolean begins = batch == change.from();
        if (!begins && batch != change.from() + change.every()) {
            return;
        }
        // The crowd's cold ranks follow from its number alone, so the same swaps undo themselves.
        int cold = ranking.ranks() / 2;
        List<Integer> hot = everyShare(ranking.ranks() / HOT_PART, change.share());
        for (int i = 0; i < hot.size(); i++) {
            ranking.swap(hot.get(i), cold + (int) ((long) i * (ranking.ranks() - cold) / hot.size()));
        }
    }

    /** Returns a share of the first numbers, evenly spread, 0 among them. */
    static List<Integer> everyShare(int count, double share) {
        List<Integer> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (i == 0 || (long) (i * share) > (long) ((i - 1) * share)) {
                some.add(i);
            }
        }
        return some;
    }
}
