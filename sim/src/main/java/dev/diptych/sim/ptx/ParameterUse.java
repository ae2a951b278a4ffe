package dev.diptych.sim.ptx;

import java.util.Set;

/**
 * What a kernel does with the memory behind its parameters, as far as its instructions tell: what is not listed certainly does not happen.
 *
 * @param written indices of the parameters through which it may write
 * @param deciding indices of the parameters whose memory may decide what it does: values loaded there may reach a branch, a guard or an
 *     address
 */
public record ParameterUse(Set<Integer> written, Set<Integer> deciding) {
    public ParameterUse {
        written = Set.copyOf(written);
        deciding = Set.copyOf(deciding);
    }
}
