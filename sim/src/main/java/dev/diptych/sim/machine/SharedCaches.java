package dev.diptych.sim.machine;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.work.WorkProfile;
import dev.diptych.model.work.WorkProfile.Touched;
import dev.diptych.sim.work.SectorTrace;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The shared caches of all GPUs, from one operation to the next. */
interface SharedCaches {
    /** Shares are multiples of one over this, so that launches that do nearly the same have equal phases. */
    int SHARE_STEPS = 256;

    /** Returns the caches of a platform, all empty. */
    static SharedCaches of(L2Model model, Platform platform) {
        return switch (model) {
            case FORMULA -> new ByReuse(platform);
            case EXACT -> new ByReplay(platform, false);
            case SAMPLED -> new ByReplay(platform, true);
        };
    }

    /**
     * Has a launch touch what it does; returns what it does, given what it finds.
     *
     * @param profile of the launch on empty caches
     * @param trace what all its blocks touch, where that is known
     * @param blocksPerSm that run together
     * @param sms multiprocessors of its GPU
     * @param bytesOf a buffer, 0 if it is none
     */
    WorkProfile launch(
            WorkProfile profile, @Nullable SectorTrace trace, int blocksPerSm, int sms, IntToLongFunction bytesOf);

    /** Has a copy touch a part of a buffer. */
    void touch(Touched touched, IntToLongFunction bytesOf);

    private static Set<Place> places(WorkProfile profile) {
        return profile.touched().stream().map(Touched::place).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static double rounded(double share) {
        return Math.rint(share * SHARE_STEPS) / SHARE_STEPS;
    }

    /** By formulas of reuse distance. */
    final class ByReuse implements SharedCaches {
        private final Map<Place, CacheContents> caches = new HashMap<>();

        ByReuse(Platform platform) {
            for (int i = 0; i < platform.gpus().size(); i++) {
                Gpu gpu = new Gpu(i);
                caches.put(gpu, new CacheContents(gpu, platform.spec(gpu).l2()));
            }
        }

        @Override
        public WorkProfile launch(
                WorkProfile profile, @Nullable SectorTrace trace, int blocksPerSm, int sms, IntToLongFunction bytesOf) {
            Map<Place, Double> shares = new HashMap<>();
            for (Place place : places(profile)) {
                CacheContents contents = caches.get(place);
                if (contents != null) {
                    shares.put(place, rounded(contents.touch(profile.touched())));
                }
            }
            return profile.startingWith(place -> shares.getOrDefault(place, 0.0));
        }

        @Override
        public void touch(Touched touched, IntToLongFunction bytesOf) {
            CacheContents contents = caches.get(touched.place());
            if (contents != null) {
                contents.touch(List.of(touched));
            }
        }
    }

    /** By replaying addresses. */
    final class ByReplay implements SharedCaches {
        private final Platform platform;
        private final boolean isSampled;
        /** Of places that anything was touched at. */
        private final Map<Place, ReplayedContents> caches = new HashMap<>();

        ByReplay(Platform platform, boolean isSampled) {
            this.platform = platform;
            this.isSampled = isSampled;
        }

        private @Nullable ReplayedContents at(Place place) {
            return place instanceof Gpu gpu
                    ? caches.computeIfAbsent(
                            gpu,
                            absent ->
                                    new ReplayedContents(gpu, platform.spec(gpu).l2(), isSampled))
                    : null;
        }

        @Override
        public WorkProfile launch(
                WorkProfile profile, @Nullable SectorTrace trace, int blocksPerSm, int sms, IntToLongFunction bytesOf) {
            WorkProfile found = profile;
            for (Place place : places(profile)) {
                ReplayedContents contents = at(place);
                if (contents != null && trace != null) {
                    ReplayedContents.Found ofPlace = contents.replay(trace, blocksPerSm * sms, sms);
                    found = found.finding(place, rounded(ofPlace.hitShare()), rounded(ofPlace.writtenShare()));
                } else if (contents != null) {
                    double share = rounded(contents.pass(profile.touched(), bytesOf));
                    found = found.startingWith(at -> at.equals(place) ? share : 0);
                }
            }
            return found;
        }

        @Override
        public void touch(Touched touched, IntToLongFunction bytesOf) {
            ReplayedContents contents = at(touched.place());
            if (contents != null) {
                contents.pass(List.of(touched), bytesOf);
            }
        }
    }
}
