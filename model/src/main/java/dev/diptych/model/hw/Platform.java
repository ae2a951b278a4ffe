package dev.diptych.model.hw;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A machine: GPUs, the links between places, and a host.
 *
 * @param links at most one from a place to another
 * @param trunks stretches that links share; a link that no trunk carries is alone on its way
 */
public record Platform(String name, List<GpuSpec> gpus, List<Link> links, List<Trunk> trunks, HostSpec host) {
    public Platform {
        gpus = List.copyOf(gpus);
        links = List.copyOf(links);
        trunks = List.copyOf(trunks);
        if (gpus.isEmpty()) {
            throw new IllegalArgumentException("platform '%s' has no GPU".formatted(name));
        }
        Set<List<Place>> ways = new HashSet<>();
        for (Link link : links) {
            checkPlace(name, gpus.size(), link.from());
            checkPlace(name, gpus.size(), link.to());
            if (!ways.add(List.of(link.from(), link.to()))) {
                throw new IllegalArgumentException(
                        "platform '%s' has two links from %s to %s".formatted(name, link.from(), link.to()));
            }
        }
        for (Trunk trunk : trunks) {
            for (Place place : trunk.from()) {
                checkPlace(name, gpus.size(), place);
            }
            for (Place place : trunk.to()) {
                checkPlace(name, gpus.size(), place);
            }
            if (links.stream().noneMatch(trunk::carries)) {
                throw new IllegalArgumentException("platform '%s': the trunk from %s to %s carries no link"
                        .formatted(name, trunk.from(), trunk.to()));
            }
        }
    }

    /** A machine whose links share nothing. */
    public Platform(String name, List<GpuSpec> gpus, List<Link> links, HostSpec host) {
        this(name, gpus, links, List.of(), host);
    }

    private static void checkPlace(String name, int gpuCount, Place place) {
        if (place instanceof Gpu gpu && gpu.index() >= gpuCount) {
            throw new IllegalArgumentException(
                    "platform '%s' has %d GPUs, so no %s to link".formatted(name, gpuCount, gpu));
        }
    }

    /** Returns a GPU's specification. */
    public GpuSpec spec(Gpu gpu) {
        if (gpu.index() >= gpus.size()) {
            throw new IllegalArgumentException("platform '%s' has %d GPUs, so no %s".formatted(name, gpus.size(), gpu));
        }
        return gpus.get(gpu.index());
    }

    /** Returns the link from one place to another, if there is one. */
    public Optional<Link> link(Place from, Place to) {
        return links.stream()
                .filter(link -> link.from().equals(from) && link.to().equals(to))
                .findFirst();
    }
}
