package dev.diptych.model.placement;

import dev.diptych.model.hw.Place;
import java.util.List;

/**
 * What reads of rows cost on a machine, in a unit of time of the cost model's choice.
 *
 * @param gpus of each GPU as a reader
 * @param shared what the reads of several ways take part in: egress, uplinks, memories
 * @param fixed what every batch takes besides, such as looking up where rows lie
 */
public record ReadCosts(List<Reader> gpus, List<Shared> shared, double fixed) {
    /**
     * One GPU as a reader. Reading {@code r} rows from one source takes {@code overhead + r * cost}; sources are read at the same time, each by
     * multiprocessors of its own, and local rows also by those that are idle. So with {@code t} the times of the sources, the whole takes
     * {@code max(t_source, (sum of s_source t_source) / (s_local + s_host))}, the last of them being the time of all multiprocessors (UGache's
     * constraint of local padding).
     *
     * @param localCost of a row of its own memory
     * @param peerCosts of a row of each GPU's memory; infinite for itself and for GPUs that it cannot reach
     * @param hostCost of a row of the host's memory
     * @param localSms multiprocessors for local rows, {@code s_local}
     * @param peerSms multiprocessors for the rows of each GPU, {@code s_j}; 0 for itself and for GPUs that it cannot reach
     * @param hostSms multiprocessors for the host's rows, {@code s_host}
     * @param localOverhead is paid whether a row is read or not, as are the other two
     */
    public record Reader(
            double localCost,
            List<Double> peerCosts,
            double hostCost,
            double localSms,
            List<Double> peerSms,
            double hostSms,
            double localOverhead,
            double peerOverhead,
            double hostOverhead) {
        public Reader {
            peerCosts = List.copyOf(peerCosts);
            peerSms = List.copyOf(peerSms);
            if (peerCosts.size() != peerSms.size()) {
                throw new IllegalArgumentException("a reader has %d costs of peers, but multiprocessors for %d"
                        .formatted(peerCosts.size(), peerSms.size()));
            }
            checkCost("localCost", localCost);
            checkCost("hostCost", hostCost);
            for (double cost : peerCosts) {
                if (!(cost > 0)) {
                    throw new IllegalArgumentException("a peer's cost is above 0, but was " + cost);
                }
            }
            for (double sms : peerSms) {
                checkCost("peerSms", sms);
            }
            checkCost("localSms", localSms);
            checkCost("hostSms", hostSms);
            checkCost("localOverhead", localOverhead);
            checkCost("peerOverhead", peerOverhead);
            checkCost("hostOverhead", hostOverhead);
            if (localSms + hostSms == 0) {
                throw new IllegalArgumentException("a reader needs multiprocessors");
            }
        }

        /** Returns whether it can read from another GPU's memory. */
        public boolean reaches(int gpu) {
            return peerCosts.get(gpu) < Double.POSITIVE_INFINITY;
        }

        /** Returns all its multiprocessors. */
        public double sms() {
            return localSms + hostSms;
        }
    }

    /**
     * Something that reads of several ways have to share, such as a GPU's port to a switch: the sum of what they cost there is a time too.
     *
     * @param name for messages and reports
     */
    public record Shared(String name, List<Term> terms) {
        public Shared {
            terms = List.copyOf(terms);
        }
    }

    /**
     * What a row costs that a GPU reads from a place.
     *
     * @param source the reader itself for local rows
     */
    public record Term(int reader, Place source, double cost) {
        public Term {
            checkCost("a term's cost", cost);
        }
    }

    public ReadCosts {
        gpus = List.copyOf(gpus);
        shared = List.copyOf(shared);
        checkCost("fixed", fixed);
        int count = gpus.size();
        if (count == 0 || count > Long.SIZE - 1) {
            throw new IllegalArgumentException(
                    "a placement is over 1 to %d GPUs, not %d".formatted(Long.SIZE - 1, count));
        }
        for (Reader reader : gpus) {
            if (reader.peerCosts().size() != count) {
                throw new IllegalArgumentException("of %d GPUs one has costs of %d peers"
                        .formatted(count, reader.peerCosts().size()));
            }
        }
    }

    private static void checkCost(String name, double cost) {
        if (!(cost >= 0 && cost < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("%s is not negative and finite, but was %s".formatted(name, cost));
        }
    }
}
