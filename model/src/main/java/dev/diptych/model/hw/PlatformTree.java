package dev.diptych.model.hw;

import dev.diptych.model.InputException;
import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.config.ConfigNode.Mapping;
import dev.diptych.model.config.ConfigNode.Scalar;
import dev.diptych.model.config.ConfigNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A platform whose every value has a path, to be read and changed one at a time: what calibration fits and what-if sweeps vary.
 *
 * <p>The tree is that of a platform file which describes each of its GPU models itself, and in which no link model serves two directions, so
 * that every direction has values of its own. Paths are dotted keys, such as {@code host.submitNanos} or {@code linkModels.nvlink4.latencyNanos}.
 * Four short forms mean the same on every platform: {@code gpu.} for the platform's one GPU model, {@code link.fromHost.}, {@code link.toHost.}
 * and {@code link.peer.} for the one link model in that direction.
 */
public final class PlatformTree {
    private static final String SELF = "platform";

    private final Mapping root;
    private final PlatformFile file;

    private PlatformTree(PlatformFile file, Mapping root) {
        this.file = file;
        this.root = root;
    }

    /**
     * Returns the tree of a preset or of a platform file.
     *
     * @throws InputException when there is no such preset or file, or it is not a platform
     */
    public static PlatformTree load(String nameOrFile) {
        return of(Platforms.node(nameOrFile));
    }

    /**
     * Returns the tree of what a platform file holds.
     *
     * @throws InputException when that is not a platform
     */
    public static PlatformTree of(ConfigNode node) {
        PlatformFile file = Platforms.described(node);
        return new PlatformTree(file, file.node(SELF));
    }

    /** Returns the contents of a platform file that describes this platform. */
    public Mapping node() {
        return root;
    }

    /**
     * Returns the platform.
     *
     * @throws InputException when the values contradict each other
     */
    public Platform platform() {
        return Platforms.of(root);
    }

    /**
     * Returns this tree with another name for the platform.
     */
    public PlatformTree named(String name) {
        return with("name", new Scalar("name", name, Scalar.Kind.STRING));
    }

    /**
     * Returns this tree with another value, as a user wrote it.
     *
     * @throws InputException when the path is unknown, naming the keys that are known where it leaves the tree, or the value does not fit there
     */
    public PlatformTree with(String path, ConfigNode value) {
        return of(replaced(root, resolve(path, value.where()), 0, value));
    }

    /**
     * Returns this tree with another number; where a whole one belongs, it is rounded.
     *
     * @throws InputException when the path is unknown or leads to no number, or the value does not fit there
     */
    public PlatformTree with(String path, double value) {
        String text = isWhole(path) ? Long.toString(Math.round(value)) : Double.toString(value);
        return with(path, new Scalar(path, text, leaf(path).kind()));
    }

    /**
     * Returns the number at a path.
     *
     * @throws InputException when the path is unknown or leads to no number
     */
    public double number(String path) {
        return Double.parseDouble(leaf(path).text());
    }

    /**
     * Returns whether a path leads to a number; one below {@code link.} does not where no link goes in that direction.
     *
     * @throws InputException when the path leads to no number for another reason
     */
    public boolean has(String path) {
        List<String> keys = List.of(path.split("\\.", -1));
        if (keys.get(0).equals("link")
                && linkModels(keys.size() > 1 ? keys.get(1) : "", path).isEmpty()) {
            return false;
        }
        leaf(path);
        return true;
    }

    /** Returns whether only whole numbers belong to a path. */
    public boolean isWhole(String path) {
        return leaf(path).kind() == Scalar.Kind.INTEGER;
    }

    /**
     * Returns the keys that lead from the root to where a path leads, without short forms.
     *
     * @throws InputException when a short form does not lead to exactly one model
     */
    public List<String> resolve(String path) {
        return resolve(path, path);
    }

    private List<String> resolve(String path, String where) {
        List<String> keys = new ArrayList<>(List.of(path.split("\\.", -1)));
        if (keys.get(0).equals("gpu")) {
            keys.set(0, only(file.gpus().stream().distinct().toList(), "gpu", where));
            keys.add(0, "gpuModels");
        } else if (keys.get(0).equals("link")) {
            String key = keys.size() > 1 ? keys.remove(1) : "";
            keys.set(0, only(linkModels(key, where), "link." + key, where));
            keys.add(0, "linkModels");
        }
        return keys;
    }

    private List<String> linkModels(String key, String where) {
        Direction direction = Direction.parse(key, where);
        return file.links().stream()
                .filter(group -> group.leads(direction))
                .map(PlatformFile.LinkGroup::model)
                .distinct()
                .toList();
    }

    private static String only(List<String> models, String form, String where) {
        if (models.size() != 1) {
            throw new InputException(
                    "%s: '%s' stands for the platform's one such model, but it has %s; write the path in full"
                            .formatted(where, form, models.isEmpty() ? "none" : String.join(", ", models)));
        }
        return models.get(0);
    }

    private Scalar leaf(String path) {
        ConfigNode node = root;
        for (String key : resolve(path)) {
            node = child(node, key, path);
        }
        if (node instanceof Scalar scalar
                && (scalar.kind() == Scalar.Kind.INTEGER || scalar.kind() == Scalar.Kind.DECIMAL)) {
            return scalar;
        }
        throw new InputException("%s: leads to no number%s"
                .formatted(
                        path,
                        node instanceof Mapping mapping
                                ? "; known below it: "
                                        + String.join(", ", mapping.entries().keySet())
                                : ""));
    }

    private static ConfigNode child(ConfigNode node, String key, String where) {
        if (node instanceof Mapping mapping) {
            ConfigNode found = mapping.entries().get(key);
            if (found == null) {
                throw new InputException("%s: no key is named '%s' here; known: %s"
                        .formatted(
                                where, key, String.join(", ", mapping.entries().keySet())));
            }
            return found;
        }
        if (node instanceof Sequence sequence
                && key.matches("\\d{1,9}")
                && Integer.parseInt(key) < sequence.items().size()) {
            return sequence.items().get(Integer.parseInt(key));
        }
        throw new InputException("%s: nothing is at '%s'".formatted(where, key));
    }

    private static ConfigNode replaced(ConfigNode node, List<String> path, int depth, ConfigNode value) {
        if (depth == path.size()) {
            return value;
        }
        ConfigNode child = replaced(child(node, path.get(depth), value.where()), path, depth + 1, value);
        if (node instanceof Mapping mapping) {
            Map<String, ConfigNode> entries = new LinkedHashMap<>(mapping.entries());
            entries.put(path.get(depth), child);
            return new Mapping(mapping.where(), entries);
        }
        List<ConfigNode> items = new ArrayList<>(((Sequence) node).items());
        items.set(Integer.parseInt(path.get(depth)), child);
        return new Sequence(node.where(), items);
    }
}
