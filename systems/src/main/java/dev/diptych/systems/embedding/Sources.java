package dev.diptych.systems.embedding;

import dev.diptych.model.InputException;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The memories that a GPU gathers rows from, by the index that locations name: each GPU's cache under the GPU's own, then the host's table.
 *
 * @param tables absent where a GPU caches nothing, or cannot be reached
 */
public record Sources(List<Optional<Slice>> tables) {
    /** As many as the kernels have parameters for. */
    public static final int MOST = 16;

    public Sources {
        tables = List.copyOf(tables);
        if (tables.size() > MOST) {
            throw new InputException(
                    "rows are gathered from at most %d memories, the host's among them, but there are %d"
                            .formatted(MOST, tables.size()));
        }
    }

    /** Returns the host's table. */
    Slice host() {
        return tables.get(tables.size() - 1).orElseThrow();
    }

    int count() {
        return tables.size();
    }

    /** Returns the sixteen parameters of every kernel that gathers. */
    List<Arg> args() {
        List<Arg> args = new ArrayList<>();
        tables.forEach(table -> args.add(table.<Arg>map(Arg.Address::new).orElseGet(Arg.Null::new)));
        while (args.size() < MOST) {
            args.add(new Arg.Null());
        }
        return args;
    }
}
