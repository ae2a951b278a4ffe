package dev.diptych.model.config;

import dev.diptych.model.InputException;
import dev.diptych.model.config.ConfigNode.Mapping;
import dev.diptych.model.config.ConfigNode.Scalar;
import dev.diptych.model.config.ConfigNode.Sequence;
import dev.diptych.model.hw.Frequency;
import dev.diptych.model.hw.Place;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Binds a configuration to records: every key is known, every value has the type of its component, and what is absent comes from the
 * defaults. Jackson's own binding cannot say on which line of a YAML file an unknown key stands, which is what a user needs most.
 *
 * <p>Components may be {@code int}, {@code long}, {@code double}, {@code boolean}, {@code String}, enums (lower case, hyphens), {@code
 * Place}, {@code Frequency}, records, {@code List} and {@code Map<String, ?>} of these, and {@link ConfigNode} for what another reader binds.
 */
public final class Binder {
    private Binder() {}

    /**
     * Returns a record of a type; every component has to be present.
     *
     * @throws InputException naming file, line, key and what would be right
     */
    public static <R extends Record> R bind(ConfigNode node, Class<R> type) {
        return type.cast(record(node, type, null));
    }

    /** Returns {@code defaults} with the components that {@code node} has replaced. */
    public static <R extends Record> R bind(ConfigNode node, R defaults) {
        @SuppressWarnings("unchecked")
        Class<R> type = (Class<R>) defaults.getClass();
        return type.cast(record(node, type, defaults));
    }

    private static Object record(ConfigNode node, Class<?> type, @Nullable Object defaults) {
        if (!(node instanceof Mapping mapping)) {
            throw new InputException(
                    "%s: a mapping is expected here, with keys %s".formatted(node.where(), keys(type)));
        }
        for (Map.Entry<String, ConfigNode> entry : mapping.entries().entrySet()) {
            if (Arrays.stream(type.getRecordComponents())
                    .noneMatch(component -> component.getName().equals(entry.getKey()))) {
                throw new InputException("%s: no key is named '%s' here; known: %s"
                        .formatted(entry.getValue().where(), entry.getKey(), keys(type)));
            }
        }
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            RecordComponent component = components[i];
            ConfigNode child = mapping.entries().get(component.getName());
            Object fallback = defaults == null ? null : read(component, defaults);
            if (child != null) {
                values[i] = value(child, component.getGenericType(), component.getName(), fallback);
            } else if (component.getType() == Optional.class) {
                values[i] = fallback == null ? Optional.empty() : fallback;
            } else if (fallback != null) {
                values[i] = fallback;
            } else {
                throw new InputException("%s: key '%s' is missing".formatted(node.where(), component.getName()));
            }
        }
        return construct(type, values, node.where());
    }

    private static Object value(ConfigNode node, Type type, String key, @Nullable Object fallback) {
        if (type instanceof ParameterizedType parameterized) {
            Type[] arguments = parameterized.getActualTypeArguments();
            if (parameterized.getRawType() == List.class) {
                return list(node, arguments[0], key);
            }
            if (parameterized.getRawType() == Map.class) {
                return map(node, arguments[1], key);
            }
            if (parameterized.getRawType() == Optional.class) {
                return Optional.of(value(node, arguments[0], key, null));
            }
        }
        if (!(type instanceof Class<?> plain)) {
            throw new IllegalStateException("a setting cannot have type " + type);
        }
        if (plain == ConfigNode.class) {
            return node;
        }
        if (plain.isRecord() && plain != Frequency.class) {
            return record(node, plain, fallback);
        }
        if (!(node instanceof Scalar scalar)) {
            throw wrong(node, key, describe(plain));
        }
        // Elements of lists and maps have boxed types.
        return scalar(scalar, MethodType.methodType(plain).unwrap().returnType(), key);
    }

    private static List<Object> list(ConfigNode node, Type element, String key) {
        if (!(node instanceof Sequence sequence)) {
            throw wrong(node, key, "a list");
        }
        List<Object> items = new ArrayList<>();
        sequence.items().forEach(item -> items.add(value(item, element, key, null)));
        return List.copyOf(items);
    }

    private static Map<String, Object> map(ConfigNode node, Type element, String key) {
        if (!(node instanceof Mapping mapping)) {
            throw wrong(node, key, "a mapping");
        }
        Map<String, Object> entries = new LinkedHashMap<>();
        mapping.entries().forEach((name, child) -> entries.put(name, value(child, element, name, null)));
        return entries;
    }

    private static Object scalar(Scalar scalar, Class<?> type, String key) {
        try {
            if (type == String.class && scalar.kind() != Scalar.Kind.NULL) {
                return scalar.text();
            }
            if (type == boolean.class && scalar.kind() == Scalar.Kind.TRUTH) {
                return Boolean.valueOf(scalar.text());
            }
            if (type == int.class && scalar.kind() == Scalar.Kind.INTEGER) {
                return Integer.valueOf(scalar.text());
            }
            if (type == long.class && scalar.kind() == Scalar.Kind.INTEGER) {
                return Long.valueOf(scalar.text());
            }
            if (type == double.class
                    && (scalar.kind() == Scalar.Kind.INTEGER || scalar.kind() == Scalar.Kind.DECIMAL)) {
                return finite(Double.parseDouble(scalar.text()));
            }
            if (type == Frequency.class && scalar.kind() == Scalar.Kind.INTEGER) {
                return new Frequency(Integer.parseInt(scalar.text()));
            }
            if (type == Place.class && scalar.kind() == Scalar.Kind.STRING) {
                return Place.parse(scalar.text());
            }
            if (type.isEnum()) {
                for (Object constant : type.getEnumConstants()) {
                    if (spelled(constant).equals(scalar.text())) {
                        return constant;
                    }
                }
            }
        } catch (IllegalArgumentException e) {
            // What is wrong with a number is said by what it should be.
            String reason = e instanceof NumberFormatException ? "" : ": " + e.getMessage();
            throw new InputException(
                    "%s: '%s' is %s, but should be %s%s"
                            .formatted(scalar.where(), key, scalar.text(), describe(type), reason),
                    e);
        }
        throw wrong(scalar, key, describe(type));
    }

    private static Double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new NumberFormatException("not finite");
        }
        return value;
    }

    private static InputException wrong(ConfigNode node, String key, String expected) {
        String found = node instanceof Scalar scalar
                ? "'" + scalar.text() + "'"
                : node instanceof Mapping ? "a mapping" : "a list";
        return new InputException("%s: '%s' should be %s, but is %s".formatted(node.where(), key, expected, found));
    }

    private static String describe(Class<?> type) {
        if (type.isEnum()) {
            return "one of "
                    + String.join(
                            ", ",
                            Arrays.stream(type.getEnumConstants())
                                    .map(Binder::spelled)
                                    .toList());
        }
        return switch (type.getSimpleName()) {
            case "int" -> "a whole number of at most 31 bits";
            case "long" -> "a whole number of at most 63 bits";
            case "double" -> "a number";
            case "boolean" -> "true or false";
            case "Frequency" -> "a whole number of megahertz";
            case "Place" -> "a place (host, gpu0, ...)";
            default -> "text";
        };
    }

    /** Returns how a constant of an enum is written: lower case, hyphens. */
    static String spelled(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String keys(Class<?> type) {
        return String.join(
                ", ",
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }

    /** Returns a component of a record. */
    static Object read(RecordComponent component, Object record) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    private static Object construct(Class<?> type, Object[] values, String where) {
        try {
            var constructor = type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException reason) {
                throw new InputException(where + ": " + reason.getMessage(), e);
            }
            throw new IllegalStateException("cannot make a " + type, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type, e);
        }
    }
}
