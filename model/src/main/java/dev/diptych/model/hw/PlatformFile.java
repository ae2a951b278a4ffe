package dev.diptych.model.hw;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A platform as its file says it: each kind of GPU and of link is described once and then named, and a link or trunk entry stands for
 * a group of them. {@code docs/model.md} shows one.
 *
 * @param gpuModels kinds of GPU that this file describes; other names are those of the project's own models
 * @param gpus the kind of each GPU, in the order of their indices
 * @param linkModels kinds of link
 * @param trunks stretches that links share
 */
record PlatformFile(
        String name,
        Optional<Map<String, GpuSpec>> gpuModels,
        List<String> gpus,
        Map<String, LinkModel> linkModels,
        List<LinkGroup> links,
        Optional<List<Trunk>> trunks,
        HostSpec host) {

    /** What a {@link Link} is apart from where it leads. */
    record LinkModel(
            double kernelGigabytesPerSecond,
            double copyGigabytesPerSecond,
            double latencyNanos,
            double copyLatencyNanos,
            double smGigabytesPerSecond) {
        // Checked here as well as in Link, so that the message names this model's line.
        LinkModel {
            Link.checkFigures(
                    kernelGigabytesPerSecond,
                    copyGigabytesPerSecond,
                    latencyNanos,
                    copyLatencyNanos,
                    smGigabytesPerSecond);
        }

        Link between(Place from, Place to) {
            return new Link(
                    from,
                    to,
                    kernelGigabytesPerSecond,
                    copyGigabytesPerSecond,
                    latencyNanos,
                    copyLatencyNanos,
                    smGigabytesPerSecond);
        }
    }

    /** One link, in one direction, from each of some places to each other of some places. */
    record LinkGroup(String model, List<Place> from, List<Place> to) {}

    /**
     * Returns the platform.
     *
     * @param ownModels the project's model of a GPU by its name, if there is one
     * @throws IllegalArgumentException when a name is unknown, or what results is not a platform
     */
    Platform platform(Function<String, Optional<GpuSpec>> ownModels) {
        List<GpuSpec> specs = new ArrayList<>();
        for (String model : gpus) {
            Optional<GpuSpec> described = gpuModels.map(models -> models.get(model));
            specs.add(described
                    .or(() -> ownModels.apply(model))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "gpus: no GPU model is named '%s'; known: %s, and what gpuModels describes"
                                    .formatted(model, String.join(", ", Platforms.gpuModels())))));
        }
        List<Link> expanded = new ArrayList<>();
        for (LinkGroup group : links) {
            LinkModel model = linkModels.get(group.model());
            if (model == null) {
                throw new IllegalArgumentException("links: no link model is named '%s'; known: %s"
                        .formatted(group.model(), String.join(", ", linkModels.keySet())));
            }
            for (Place from : group.from()) {
                for (Place to : group.to()) {
                    if (!from.equals(to)) {
                        expanded.add(model.between(from, to));
                    }
                }
            }
        }
        return new Platform(name, specs, expanded, trunks.orElse(List.of()), host);
    }
}
