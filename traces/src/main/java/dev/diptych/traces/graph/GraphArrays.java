package dev.diptych.traces.graph;

import dev.diptych.model.InputException;
import dev.diptych.traces.NpyArray;
import dev.diptych.traces.NpyType;
import dev.diptych.traces.NpzFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Arrays by their names, from a directory or an archive. */
final class GraphArrays {
    private static final String SUFFIX = ".npy";

    private final Path file;
    private final Function<String, Optional<Numbers>> arrays;

    private GraphArrays(Path file, Function<String, Optional<Numbers>> arrays) {
        this.file = file;
        this.arrays = arrays;
    }

    /** An array of one dimension. Its elements pass by; they are not held. */
    record Numbers(String name, NpyType type, List<Long> shape, Consumer<Consumer<ByteBuffer>> pieces) {
        /** Takes whole numbers and where they stand. */
        interface Wholes {
            void take(int at, long number);
        }

        /** Takes numbers and where they stand. */
        interface Decimals {
            void take(int at, double number);
        }

        long count() {
            return shape.get(0);
        }

        void forEachWhole(Wholes to) {
            int[] at = {0};
            pieces.accept(piece -> {
                while (piece.hasRemaining()) {
                    to.take(at[0]++, type == NpyType.I32 ? piece.getInt() : piece.getLong());
                }
            });
        }

        void forEach(Decimals to) {
            if (type == NpyType.I32 || type == NpyType.I64) {
                forEachWhole(to::take);
                return;
            }
            int[] at = {0};
            pieces.accept(piece -> {
                while (piece.hasRemaining()) {
                    to.take(at[0]++, type == NpyType.F32 ? piece.getFloat() : piece.getDouble());
                }
            });
        }
    }

    static GraphArrays ofDirectory(Path directory) {
        return new GraphArrays(directory, name -> {
            Path file = directory.resolve(name + SUFFIX);
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            NpyArray array = NpyArray.open(file);
            return Optional.of(new Numbers(
                    file.toString(),
                    array.type(),
                    array.shape(),
                    to -> array.read((offsetBytes, piece) -> to.accept(piece))));
        });
    }

    static GraphArrays ofArchive(Path file) {
        Map<String, NpzFile.Contents> contents = NpzFile.read(file);
        return new GraphArrays(
                file,
                name -> Optional.ofNullable(contents.get(name))
                        .map(array -> new Numbers(
                                file + "/" + name + SUFFIX,
                                array.type(),
                                array.shape(),
                                to -> to.accept(array.bytes().buffer()))));
    }

    /** Returns an array that has to be there. */
    Numbers get(String name, List<NpyType> types) {
        return find(name, types).orElseThrow(() -> new InputException("%s: has no array '%s'".formatted(file, name)));
    }

    Optional<Numbers> find(String name, List<NpyType> types) {
        Optional<Numbers> found = arrays.apply(name);
        found.ifPresent(array -> {
            if (array.shape().size() != 1 || !types.contains(array.type())) {
                throw new InputException("%s: %s elements of shape %s; it should have one dimension and be one of %s"
                        .formatted(array.name(), array.type(), array.shape(), types));
            }
        });
        return found;
    }
}
