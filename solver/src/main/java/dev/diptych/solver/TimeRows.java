package dev.diptych.solver;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Place;
import dev.diptych.model.placement.PlacementProblem;
import dev.diptych.model.placement.ReadCosts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The times of a problem as rows of numbers: row {@code r} says {@code constant_r + sum of coefficient_r,w reads_w <= time}, for reads over
 * ways {@code w}. Way {@code i (G + 1) + s} leads GPU {@code i} to what GPU {@code s} stores, itself included, or to the host for {@code s = G}.
 */
final class TimeRows {
    private final int gpus;
    private final boolean[] open;
    private final List<double[]> coefficients = new ArrayList<>();
    private final List<Double> constants = new ArrayList<>();

    TimeRows(PlacementProblem problem) {
        gpus = problem.gpus();
        open = new boolean[gpus * (gpus + 1)];
        for (int gpu = 0; gpu < gpus; gpu++) {
            addReader(problem.costs().gpus().get(gpu), gpu, problem.hostReads().get(gpu));
        }
        for (ReadCosts.Shared shared : problem.costs().shared()) {
            double[] row = new double[open.length];
            double constant = 0;
            for (ReadCosts.Term term : shared.terms()) {
                int source = term.source() instanceof Gpu peer ? peer.index() : gpus;
                row[way(term.reader(), source)] += term.cost();
                constant += source == gpus ? term.cost() * problem.hostReads().get(term.reader()) : 0;
            }
            coefficients.add(row);
            constants.add(constant);
        }
    }

    private void addReader(ReadCosts.Reader reader, int gpu, double hostReads) {
        double[] area = new double[open.length];
        double areaConstant = 0;
        for (int source = 0; source <= gpus; source++) {
            double cost = source == gpus
                    ? reader.hostCost()
                    : source == gpu ? reader.localCost() : reader.peerCosts().get(source);
            if (cost < Double.POSITIVE_INFINITY) {
                boolean isHost = source == gpus;
                double sms = isHost
                        ? reader.hostSms()
                        : source == gpu ? reader.localSms() : reader.peerSms().get(source);
                double overhead =
                        isHost ? reader.hostOverhead() : source == gpu ? reader.localOverhead() : reader.peerOverhead();
                double constant = overhead + (isHost ? cost * hostReads : 0);
                int way = way(gpu, source);
                open[way] = true;
                double[] row = new double[open.length];
                row[way] = cost;
                coefficients.add(row);
                constants.add(constant);
                area[way] = sms * cost / reader.sms();
                areaConstant += sms * constant / reader.sms();
            }
        }
        coefficients.add(area);
        constants.add(areaConstant);
    }

    int way(int reader, int source) {
        return reader * (gpus + 1) + source;
    }

    int ways() {
        return open.length;
    }

    /** Returns whether a GPU can read there at all. */
    boolean isOpen(int way) {
        return open[way];
    }

    int count() {
        return constants.size();
    }

    double coefficient(int row, int way) {
        return coefficients.get(row)[way];
    }

    double constant(int row) {
        return constants.get(row);
    }

    /** Returns whether two rows are equal once the GPUs are renumbered in the first. */
    boolean isImage(int row, int image, int[] renumbered) {
        if (constant(row) != constant(image)) {
            return false;
        }
        for (int reader = 0; reader < gpus; reader++) {
            for (int source = 0; source <= gpus; source++) {
                int other = way(renumbered[reader], source == gpus ? gpus : renumbered[source]);
                if (coefficient(row, way(reader, source)) != coefficient(image, other)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Returns the price of a read over each way, for prices of the rows; infinite over ways that there are not. */
    double[] prices(double[] rowPrices) {
        double[] prices = new double[open.length];
        for (int way = 0; way < prices.length; way++) {
            prices[way] = open[way] ? 0 : Double.POSITIVE_INFINITY;
        }
        for (int row = 0; row < rowPrices.length; row++) {
            if (rowPrices[row] != 0) {
                double[] own = coefficients.get(row);
                for (int way = 0; way < prices.length; way++) {
                    prices[way] += rowPrices[row] * own[way];
                }
            }
        }
        return prices;
    }

    /** Returns the places that sources stand for. */
    static List<Place> places(int[] sources) {
        return Arrays.stream(sources)
                .mapToObj(source -> source == sources.length ? (Place) HostMemory.HOST : new Gpu(source))
                .toList();
    }
}
