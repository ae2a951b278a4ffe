package dev.diptych.systems.bundle;

import dev.diptych.model.InputException;
import dev.diptych.traces.NpyType;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What elements a storage has, by the names that TVM has for them. */
public enum StorageType {
    FLOAT32(NpyType.F32),
    FLOAT16(NpyType.F16),
    FLOAT64(NpyType.F64),
    INT8(NpyType.I8),
    UINT8(NpyType.U8),
    BYTE(NpyType.U8),
    INT32(NpyType.I32),
    UINT32(NpyType.U32),
    INT64(NpyType.I64),
    BOOL(NpyType.BOOL);

    private final NpyType npy;

    StorageType(NpyType npy) {
        this.npy = npy;
    }

    /** Returns how elements lie in NumPy's files. */
    public NpyType npy() {
        return npy;
    }

    /** Returns the type as a bundle names it. */
    public String spelled() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the type of a name. */
    static StorageType of(String where, String name) {
        for (StorageType type : values()) {
            if (type.spelled().equals(name)) {
                return type;
            }
        }
        throw new InputException("%s: no type of elements is named '%s'; known: %s"
                .formatted(
                        where,
                        name,
                        Stream.of(values()).map(StorageType::spelled).collect(Collectors.joining(", "))));
    }
}
