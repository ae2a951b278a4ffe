package dev.diptych.systems.check;

import dev.diptych.kernels.KernelCatalog;
import dev.diptych.model.InputException;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import dev.diptych.model.run.Program;
import java.util.ArrayList;
import java.util.List;

/** Checks side by side, each in its own streams. */
final class CheckProgram implements Program {
    private final List<Check> checks;
    private final KernelCatalog catalog;
    private final List<Lab> labs = new ArrayList<>();
    /** By operation. */
    private final List<Lab> owners = new ArrayList<>();

    CheckProgram(List<Check> checks, KernelCatalog catalog) {
        this.checks = List.copyOf(checks);
        this.catalog = catalog;
    }

    @Override
    public Controller start(Host host) {
        for (int i = 0; i < checks.size(); i++) {
            int index = i;
            Lab lab = new Lab(host, catalog, Lab.STREAMS * i, opId -> own(opId, labs.get(index)));
            labs.add(lab);
            try {
                checks.get(i).body().accept(lab);
            } catch (InputException e) {
                lab.fail("was refused: " + e.getMessage());
            }
        }
        return new Dispatcher();
    }

    /** Returns what came of each check; what a run that broke off did not tell is a failure. */
    List<SelfTest.Result> results() {
        List<SelfTest.Result> results = new ArrayList<>();
        for (int i = 0; i < labs.size(); i++) {
            results.add(labs.get(i).result(checks.get(i).name()));
        }
        return results;
    }

    /** Returns what each check read back. */
    List<List<Bytes>> readBacks() {
        return labs.stream().map(Lab::readBacks).toList();
    }

    private void own(int opId, Lab lab) {
        if (opId != owners.size()) {
            lab.fail("operation %d was the %d. to be submitted".formatted(opId, owners.size()));
        }
        owners.add(lab);
    }

    private final class Dispatcher implements Controller {
        @Override
        public void onArrival(Arrival arrival) {
            labs.get(0).arrived(arrival);
        }

        @Override
        public void onOpDone(long opId, long startNanos, long endNanos) {
            owners.get((int) opId).ended(opId, startNanos, endNanos);
        }

        @Override
        public void onBlocks(long opId, int started, int finished) {
            owners.get((int) opId).told(opId, started, finished);
        }

        @Override
        public void onValue(long opId, Bytes value) {
            owners.get((int) opId).told(opId, value);
        }

        @Override
        public void onTimer(long timerId) {
            labs.get(0).rang(timerId);
        }
    }
}
