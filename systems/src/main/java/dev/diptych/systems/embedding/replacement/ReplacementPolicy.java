package dev.diptych.systems.embedding.replacement;

import dev.diptych.model.plugin.Plugin;
import java.util.List;

/** What a GPU's cache keeps of what it reads, key by key, without looking at peers. */
public interface ReplacementPolicy extends Plugin<Plugin.None> {
    /**
     * Returns the policy's state for one cache.
     *
     * @param rows that there is room for
     * @param first what the cache has in the beginning, the hottest first; no more than there is room for
     */
    Cache open(int rows, List<Integer> first);

    /** One cache as a policy sees it. */
    interface Cache {
        /** Takes note of a read of an entry, tells what changes for it, and returns whether the entry was there. */
        boolean read(int entry, Changes changes);
    }

    /** Hears what changes: an entry leaves before another one takes its row. */
    interface Changes {
        void leaves(int entry);

        void comes(int entry);
    }

    @Override
    default None defaults() {
        return new None();
    }
}
