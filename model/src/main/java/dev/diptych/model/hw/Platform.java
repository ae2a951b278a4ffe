package dev.diptych.model.hw;

import java.util.List;
import java.util.Optional;

/** A machine: GPUs, the links between places, and a host. */
public record Platform(String name, List<GpuSpec> gpus, List<Link> links, HostSpec host) {
    public Platform {
        gpus = List.copyOf(gpus);
        links = List.copyOf(links);
        if (gpus.isEmpty()) {
            throw new IllegalArgumentException("platform '%s' has no GPU".formatted(name));
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
