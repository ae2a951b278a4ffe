package dev.diptych.systems.variants;

import dev.diptych.traces.variants.Electorate;
import java.util.List;

/** Which variants answer a request, and how many replicas each has. */
public interface VariantPolicy {
    /**
     * Returns the replicas that answer a request, each of another variant; none to reject it.
     *
     * @param request that has arrived
     */
    List<Replica> route(Request request);

    /** A time has passed in which {@link Replica#recent} counted; it counts anew after this. */
    void onTick();

    /**
     * A request was answered.
     *
     * @param verdict that its variants came to
     */
    default void onAnswer(Request request, Electorate.Verdict verdict) {}

    /** A variant has answered its part of a request, so long after the request arrived. */
    default void onPart(Request request, int variant, long tookNanos) {}
}
