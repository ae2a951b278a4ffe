package dev.diptych.model.placement.cost;

import dev.diptych.model.hw.Platform;
import dev.diptych.model.placement.Hotness;
import dev.diptych.model.placement.PlacementProblem;
import dev.diptych.model.plugin.Plugin;
import java.util.List;

/** What reading rows costs on a platform, and how many of which a batch reads. */
public interface CostModel<S extends Record> extends Plugin<S> {
    /**
     * Returns the problem of placing a table; its levels are the hotness' levels, one by one.
     *
     * @param rowBytes of an entry
     * @param capacityRows of each GPU, in entries
     * @throws dev.diptych.model.InputException when the hotness has neither one stream nor one for each GPU, a GPU has no way to the host, rows
     *     do not fit where they should, or a setting is out of range
     */
    PlacementProblem problem(Platform platform, Hotness hotness, long rowBytes, List<Long> capacityRows, S settings);
}
