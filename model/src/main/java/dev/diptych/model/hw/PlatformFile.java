package dev.diptych.model.hw;

import dev.diptych.model.config.ConfigNode.Mapping;
import dev.diptych.model.config.ConfigWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
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
            double smGigabytesPerSecond,
            long reachBytes,
            double translationNanos) {
        // Checked here as well as in Link, so that the message names this model's line.
        LinkModel {
            Link.checkFigures(
                    kernelGigabytesPerSecond,
                    copyGigabytesPerSecond,
                    latencyNanos,
                    copyLatencyNanos,
                    smGigabytesPerSecond,
                    reachBytes,
                    translationNanos);
        }

        Link between(Place from, Place to) {
            return new Link(
                    from,
                    to,
                    kernelGigabytesPerSecond,
                    copyGigabytesPerSecond,
                    latencyNanos,
                    copyLatencyNanos,
                    smGigabytesPerSecond,
                    reachBytes,
                    translationNanos);
        }
    }

    /** One link, in one direction, from each of some places to each other of some places. */
    record LinkGroup(String model, List<Place> from, List<Place> to) {
        /** Returns whether a link of the group goes in a direction. */
        boolean leads(Direction direction) {
            return !direction.from(from).isEmpty() && !direction.to(to).isEmpty();
        }
    }

    /**
     * Returns the same platform as a file that describes all its GPU models itself, in whose link groups all links go in one direction, and
     * whose link models serve one direction each.
     *
     * @param ownModels the project's model of a GPU by its name, if there is one
     * @throws IllegalArgumentException when a name is unknown
     */
    PlatformFile described(Function<String, Optional<GpuSpec>> ownModels) {
        Map<String, GpuSpec> models = new LinkedHashMap<>();
        gpus.forEach(name -> models.put(name, gpuModel(name, ownModels)));
        Map<String, LinkModel> separateModels = new LinkedHashMap<>();
        List<LinkGroup> separateLinks = new ArrayList<>();
        for (LinkGroup group : links) {
            LinkModel model = linkModel(group);
            for (Direction direction : Direction.values()) {
                if (group.leads(direction)) {
                    String name = isShared(group.model()) ? group.model() + "-" + direction.suffix() : group.model();
                    separateModels.put(name, model);
                    separateLinks.add(new LinkGroup(name, direction.from(group.from()), direction.to(group.to())));
                }
            }
        }
        return new PlatformFile(name, Optional.of(models), gpus, separateModels, separateLinks, trunks, host);
    }

    private boolean isShared(String linkModel) {
        return Arrays.stream(Direction.values())
                        .filter(direction -> links.stream()
                                .anyMatch(group -> group.model().equals(linkModel) && group.leads(direction)))
                        .count()
                > 1;
    }

    /** Returns what the file holds, for messages as at {@code where}. */
    Mapping node(String where) {
        return ConfigWriter.node(this, where);
    }

    private GpuSpec gpuModel(String model, Function<String, Optional<GpuSpec>> ownModels) {
        return gpuModels
                .map(models -> models.get(model))
                .or(() -> ownModels.apply(model))
                .orElseThrow(() -> new IllegalArgumentException(
                        "gpus: no GPU model is named '%s'; known: %s, and what gpuModels describes"
                                .formatted(model, String.join(", ", Platforms.gpuModels()))));
    }

    private LinkModel linkModel(LinkGroup group) {
        LinkModel model = linkModels.get(group.model());
        if (model == null) {
            throw new IllegalArgumentException("links: no link model is named '%s'; known: %s"
                    .formatted(group.model(), String.join(", ", linkModels.keySet())));
        }
        return model;
    }

    /**
     * Returns the platform.
     *
     * @param ownModels the project's model of a GPU by its name, if there is one
     * @throws IllegalArgumentException when a name is unknown, or what results is not a platform
     */
    Platform platform(Function<String, Optional<GpuSpec>> ownModels) {
        List<GpuSpec> specs = new ArrayList<>();
        gpus.forEach(model -> specs.add(gpuModel(model, ownModels)));
        List<Link> expanded = new ArrayList<>();
        for (LinkGroup group : links) {
            LinkModel model = linkModel(group);
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
