package dev.diptych.solver;

import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.placement.PlacementProblem;
import dev.diptych.model.placement.ReadCosts;

/**
 * The program over all patterns at once, with reads as variables of their own: which part of each level lies on which subset, and how much of
 * what each GPU reads of a subset it reads from where. It shares nothing with the generation of columns but the problem.
 */
final class WholeProgram {
    private final PlacementProblem problem;
    private final MPSolver solver = MPSolver.createSolver("GLOP");
    private final MPVariable time = solver.makeNumVar(0, Double.POSITIVE_INFINITY, "time");
    private final int gpus;
    /** Of each GPU: rows it reads from each source; the last is the host. */
    private final MPVariable[][] reads;

    private WholeProgram(PlacementProblem problem) {
        this.problem = problem;
        gpus = problem.gpus();
        reads = new MPVariable[gpus][gpus + 1];
    }

    static double optimum(PlacementProblem problem) {
        OrTools.load();
        WholeProgram program = new WholeProgram(problem);
        program.entries();
        program.times();
        program.solver.objective().setCoefficient(program.time, 1);
        program.solver.objective().setMinimization();
        if (program.solver.solve() != MPSolver.ResultStatus.OPTIMAL) {
            throw new IllegalStateException("no optimum");
        }
        return program.solver.objective().value() + problem.costs().fixed();
    }

    private MPVariable positive() {
        return solver.makeNumVar(0, Double.POSITIVE_INFINITY, "");
    }

    private void entries() {
        MPConstraint[] rooms = new MPConstraint[gpus];
        MPConstraint[][] sums = new MPConstraint[gpus][gpus + 1];
        for (int gpu = 0; gpu < gpus; gpu++) {
            rooms[gpu] = solver.makeConstraint(0, problem.capacityRows().get(gpu));
            for (int source = 0; source <= gpus; source++) {
                reads[gpu][source] = positive();
                sums[gpu][source] = solver.makeConstraint(0, 0);
                sums[gpu][source].setCoefficient(reads[gpu][source], -1);
            }
        }
        MPVariable[][] parts = new MPVariable[problem.levels().size()][1 << gpus];
        for (int level = 0; level < parts.length; level++) {
            double entries = problem.levels().get(level).entries();
            MPConstraint all = solver.makeConstraint(entries, entries);
            for (int subset = 0; subset < parts[level].length; subset++) {
                parts[level][subset] = positive();
                all.setCoefficient(parts[level][subset], 1);
                for (int gpu = 0; gpu < gpus; gpu++) {
                    if ((subset >>> gpu & 1) != 0) {
                        rooms[gpu].setCoefficient(parts[level][subset], 1);
                    }
                }
            }
        }
        for (int subset = 0; subset < 1 << gpus; subset++) {
            for (int gpu = 0; gpu < gpus; gpu++) {
                MPConstraint flow = solver.makeConstraint(0, 0);
                for (int level = 0; level < parts.length; level++) {
                    flow.setCoefficient(
                            parts[level][subset],
                            problem.levels().get(level).reads().get(gpu));
                }
                for (int source = 0; source <= gpus; source++) {
                    boolean isHome = (subset >>> gpu & 1) != 0;
                    boolean isThere = isHome
                            ? source == gpu
                            : source == gpus
                                    || ((subset >>> source & 1) != 0
                                            && problem.costs().gpus().get(gpu).reaches(source));
                    if (isThere) {
                        MPVariable from = positive();
                        flow.setCoefficient(from, -1);
                        sums[gpu][source].setCoefficient(from, 1);
                    }
                }
            }
        }
    }

    private MPConstraint row() {
        MPConstraint row = solver.makeConstraint(Double.NEGATIVE_INFINITY, 0);
        row.setCoefficient(time, -1);
        return row;
    }

    private void times() {
        for (int gpu = 0; gpu < gpus; gpu++) {
            ReadCosts.Reader reader = problem.costs().gpus().get(gpu);
            double hostReads = problem.hostReads().get(gpu);
            MPConstraint local = row();
            local.setCoefficient(reads[gpu][gpu], reader.localCost());
            local.setUb(-reader.localOverhead());
            MPConstraint host = row();
            host.setCoefficient(reads[gpu][gpus], reader.hostCost());
            host.setUb(-reader.hostOverhead() - reader.hostCost() * hostReads);
            MPConstraint area = row();
            double all = reader.localSms() + reader.hostSms();
            double constant = reader.localSms() * reader.localOverhead()
                    + reader.hostSms() * (reader.hostOverhead() + reader.hostCost() * hostReads);
            area.setCoefficient(reads[gpu][gpu], reader.localSms() * reader.localCost() / all);
            area.setCoefficient(reads[gpu][gpus], reader.hostSms() * reader.hostCost() / all);
            for (int peer = 0; peer < gpus; peer++) {
                if (peer != gpu && reader.reaches(peer)) {
                    MPConstraint own = row();
                    own.setCoefficient(reads[gpu][peer], reader.peerCosts().get(peer));
                    own.setUb(-reader.peerOverhead());
                    area.setCoefficient(
                            reads[gpu][peer],
                            reader.peerSms().get(peer) * reader.peerCosts().get(peer) / all);
                    constant += reader.peerSms().get(peer) * reader.peerOverhead();
                }
            }
            area.setUb(-constant / all);
        }
        for (ReadCosts.Shared shared : problem.costs().shared()) {
            MPConstraint row = row();
            double constant = 0;
            for (ReadCosts.Term term : shared.terms()) {
                int source = term.source() instanceof Gpu peer ? peer.index() : gpus;
                row.setCoefficient(reads[term.reader()][source], term.cost());
                constant += source == gpus ? term.cost() * problem.hostReads().get(term.reader()) : 0;
            }
            row.setUb(-constant);
        }
    }
}
