package dev.diptych.model.work;

import java.util.List;

/**
 * What one launch does, as counts, never as times: the only thing that passes from what a kernel computes to how long it takes.
 *
 * @param classes its blocks in the order in which they are dispatched; the classes' blocks add up to the grid
 */
public record WorkProfile(List<BlockClass> classes) {
    public WorkProfile {
        classes = List.copyOf(classes);
    }
}
