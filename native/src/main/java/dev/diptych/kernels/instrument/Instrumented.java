package dev.diptych.kernels.instrument;

import dev.diptych.model.InputException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A PTX text whose kernels report their blocks.
 *
 * @param text as it was, where nothing had to change
 * @param kernels all that there are, by name
 * @param endings of the kernels that were given notices, by name; what was not asked for or reports by itself is not among them
 * @param refusals why a kernel was left as it is, by name: the error's message
 * @param hasVariables whether the text has variables in global memory, of which a module made from this text has its own
 */
public record Instrumented(
        String text,
        List<String> kernels,
        Map<String, Ending> endings,
        Map<String, String> refusals,
        boolean hasVariables) {
    public Instrumented {
        kernels = List.copyOf(kernels);
        endings = Collections.unmodifiableMap(new LinkedHashMap<>(endings));
        refusals = Collections.unmodifiableMap(new LinkedHashMap<>(refusals));
    }

    /**
     * Checks that a kernel could be given notices, or needs none.
     *
     * @throws InputException saying why it could not
     */
    public void require(String kernel) {
        String refusal = refusals.get(kernel);
        if (refusal != null) {
            throw new InputException(refusal);
        }
    }
}
