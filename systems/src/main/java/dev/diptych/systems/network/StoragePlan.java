package dev.diptych.systems.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Which tensors share storages. Kernel by kernel, a tensor that is made takes, of the storages that no later kernel needs for what they hold, the smallest
 * that is large enough; if none is, the largest, which grows; if there is none at all, a new one.
 *
 * @param counts elements of each storage
 * @param storageOf each tensor
 */
record StoragePlan(List<Long> counts, List<Integer> storageOf) {
    private static final int NOWHERE = -1;

    StoragePlan {
        counts = List.copyOf(counts);
        storageOf = List.copyOf(storageOf);
    }

    /**
     * What a tensor needs.
     *
     * @param firstUse the kernel that makes it
     * @param lastUse the last kernel that takes it
     * @param isOwn whether it is to have a storage for itself
     */
    record Need(long count, int firstUse, int lastUse, boolean isOwn) {}

    /** Returns the plan for tensors of so many kernels; storages stand in the order of their first use. */
    static StoragePlan of(List<Need> needs, int kernels) {
        List<Long> counts = new ArrayList<>();
        List<Integer> storageOf = new ArrayList<>(Collections.nCopies(needs.size(), NOWHERE));
        List<Integer> free = new ArrayList<>();
        for (int kernel = 0; kernel < kernels; kernel++) {
            for (int tensor = 0; tensor < needs.size(); tensor++) {
                Need need = needs.get(tensor);
                if (need.firstUse() == kernel) {
                    int storage = need.isOwn() ? NOWHERE : best(free, counts, need.count());
                    if (storage == NOWHERE) {
                        storage = counts.size();
                        counts.add(need.count());
                    } else {
                        free.remove(Integer.valueOf(storage));
                        counts.set(storage, Math.max(counts.get(storage), need.count()));
                    }
                    storageOf.set(tensor, storage);
                }
            }
            for (int tensor = 0; tensor < needs.size(); tensor++) {
                if (needs.get(tensor).lastUse() == kernel && !needs.get(tensor).isOwn()) {
                    free.add(storageOf.get(tensor));
                }
            }
        }
        return new StoragePlan(counts, storageOf);
    }

    private static int best(List<Integer> free, List<Long> counts, long count) {
        int best = NOWHERE;
        for (int storage : free) {
            if (best == NOWHERE || isBetter(counts.get(storage), counts.get(best), count)) {
                best = storage;
            }
        }
        return best;
    }

    private static boolean isBetter(long one, long other, long count) {
        if (one >= count && other >= count) {
            return one < other;
        }
        return one > other;
    }

    /** Returns the first tensor that a storage holds. */
    int firstTensor(int storage) {
        return storageOf.indexOf(storage);
    }
}
