package dev.diptych.cli;

import dev.diptych.model.InputException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A part of a list: every so many elements, so that what lies together is divided, too.
 *
 * @param index from 1 on
 * @param parts that the list is divided into
 */
record Part(int index, int parts) {
    static final Part WHOLE = new Part(1, 1);

    private static final Pattern FORM = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

    /**
     * Reads {@code K/N}.
     *
     * @throws InputException when it is not, or there is no such part
     */
    static Part of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new InputException("--part %s: is not K/N, such as 1/5".formatted(text));
        }
        Part part = new Part(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        if (part.index < 1 || part.index > part.parts) {
            throw new InputException(
                    "--part %s: parts are 1/%d to %d/%d".formatted(text, part.parts, part.parts, part.parts));
        }
        return part;
    }

    <T> List<T> from(List<T> all) {
        return IntStream.iterate(index - 1, i -> i < all.size(), i -> i + parts)
                .mapToObj(all::get)
                .toList();
    }
}
