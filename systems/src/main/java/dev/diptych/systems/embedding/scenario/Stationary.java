package dev.diptych.systems.embedding.scenario;

import com.google.auto.service.AutoService;

/** Nothing changes; batches differ by chance alone. */
@AutoService(Scenario.class)
public final class Stationary implements Scenario {
    @Override
    public String name() {
        return "stationary";
    }

    @Override
    public String summary() {
        return "nothing changes but what chance does";
    }

    @Override
    public void before(long batch, Ranking ranking, Change change) {}
}
