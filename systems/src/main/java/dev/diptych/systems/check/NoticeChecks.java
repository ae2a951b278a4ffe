package dev.diptych.systems.check;

import java.util.List;
import java.util.stream.Stream;

/**
 * Kernels that do not report by themselves, launched with notices: what they compute stays the same, and every block is told. Those of every shape that
 * threads leave a kernel in are among them.
 */
final class NoticeChecks {
    /** Few, so that grids of these checks have full and other batches. */
    private static final int BLOCKS_PER_NOTICE = 3;

    private NoticeChecks() {}

    static List<Check> all() {
        return Stream.of(
                        StreamChecks.all(),
                        CountChecks.all(),
                        SparseChecks.all(),
                        GridChecks.all(),
                        ProductChecks.all(),
                        SortChecks.all(),
                        EmbeddingChecks.all())
                .flatMap(List::stream)
                .map(NoticeChecks::reporting)
                .toList();
    }

    private static Check reporting(Check check) {
        return new Check(check.name() + ", with notices", lab -> {
            lab.report(BLOCKS_PER_NOTICE);
            check.body().accept(lab);
        });
    }
}
