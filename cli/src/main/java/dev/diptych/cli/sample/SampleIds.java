package dev.diptych.cli.sample;

import dev.diptych.model.InputException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ids of samples as option {@code --sample-ids} names them: numbers and ranges {@code first..last} with commas between them. */
public final class SampleIds {
    private static final Pattern PART = Pattern.compile("\\s*(\\d{1,10})(?:\\.\\.(\\d{1,10}))?\\s*");

    private SampleIds() {}

    /**
     * Returns the ids in their order; one may come several times.
     *
     * @throws InputException when the text is none of this, or an id has more than 31 bits
     */
    public static int[] of(String text) {
        int[] ids = new int[0];
        for (String part : text.split(",", -1)) {
            Matcher range = PART.matcher(part);
            if (!range.matches()) {
                throw new InputException(
                        "--sample-ids '%s': should be numbers and ranges with commas between them, such as 0..999"
                                .formatted(text));
            }
            long first = Long.parseLong(range.group(1));
            long last = range.group(2) == null ? first : Long.parseLong(range.group(2));
            // An array's length has 31 bits, too.
            if (last < first || last >= Integer.MAX_VALUE || ids.length + last - first >= Integer.MAX_VALUE - 8) {
                throw new InputException("--sample-ids %s: a range ascends, and ids and their number are below %d"
                        .formatted(part.strip(), Integer.MAX_VALUE));
            }
            int before = ids.length;
            ids = Arrays.copyOf(ids, (int) (before + last - first + 1));
            for (int i = before; i < ids.length; i++) {
                ids[i] = (int) first + i - before;
            }
        }
        return ids;
    }
}
