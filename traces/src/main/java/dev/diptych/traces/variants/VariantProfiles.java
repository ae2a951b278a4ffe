package dev.diptych.traces.variants;

import dev.diptych.model.InputException;
import dev.diptych.model.config.Binder;
import dev.diptych.model.config.Yaml;
import java.nio.file.Path;
import java.util.List;

/**
 * Models that answer the same question, as a file describes them.
 *
 * @param source where the numbers come from
 */
public record VariantProfiles(String source, List<Variant> variants) {
    public VariantProfiles {
        variants = List.copyOf(variants);
        if (variants.isEmpty()) {
            throw new IllegalArgumentException("profiles of variants list none");
        }
        if (variants.stream().map(Variant::name).distinct().count() < variants.size()) {
            throw new IllegalArgumentException("profiles of variants list one name twice");
        }
    }

    /**
     * Returns the profiles in a YAML file.
     *
     * @throws InputException when there is none, or a number in it is none
     */
    public static VariantProfiles read(String file) {
        return Binder.bind(Yaml.read(Path.of(file)), VariantProfiles.class);
    }

    /**
     * Returns which variant has a name.
     *
     * @throws InputException when none has
     */
    public int indexOf(String name) {
        for (int index = 0; index < variants.size(); index++) {
            if (variants.get(index).name().equals(name)) {
                return index;
            }
        }
        throw new InputException("no variant is named '%s'; known: %s"
                .formatted(name, variants.stream().map(Variant::name).toList()));
    }
}
