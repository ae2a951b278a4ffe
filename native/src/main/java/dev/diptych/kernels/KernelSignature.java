package dev.diptych.kernels;

import dev.diptych.kernels.KernelEntry.Parameter;
import dev.diptych.kernels.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;

/**
 * What a launch of a kernel passes.
 *
 * @param marksPointers whether every parameter that is a pointer says so; if not, any of 64 bits may be one
 */
public record KernelSignature(String module, String name, List<Parameter> parameters, boolean marksPointers) {
    public KernelSignature {
        parameters = List.copyOf(parameters);
    }

    /**
     * Returns whether the kernel reports its blocks when its last parameter says where to: the address of a {@code NoticeRing}, in a kernel that was
     * written with {@code notices.cuh}, or its fields by value, in one that was given notices ({@link Instrumentation}).
     */
    public boolean reports() {
        return reportsByValue()
                || (isLastNotices() && parameters.get(parameters.size() - 1).pointer());
    }

    /** Returns whether the last parameter says by value where the kernel reports to. */
    public boolean reportsByValue() {
        return isLastNotices() && parameters.get(parameters.size() - 1).type().equals(Instrumentation.PARAMETER_TYPE);
    }

    private boolean isLastNotices() {
        return !parameters.isEmpty()
                && parameters.get(parameters.size() - 1).name().equals(Instrumentation.PARAMETER);
    }

    /** Returns what a launch passes once the kernel has been given notices, if it has none by itself. */
    public KernelSignature reporting() {
        if (reports()) {
            return this;
        }
        List<Parameter> all = new ArrayList<>(parameters);
        all.add(new Parameter(Instrumentation.PARAMETER, Instrumentation.PARAMETER_TYPE, false));
        return new KernelSignature(module, name, all, marksPointers);
    }
}
