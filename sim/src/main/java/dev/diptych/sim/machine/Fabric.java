package dev.diptych.sim.machine;

import java.util.ArrayList;
import java.util.List;

/**
 * The flows over the memories and links of one GPU, or of several that share any at the time.
 *
 * <p>Flows that share a channel, directly or through others, form a group. Groups are formed anew when a flow starts that is in none, and only
 * groups in which a flow has changed are solved again: a kernel on one GPU does not slow down the simulation of another's.
 * A flow that stops stays in its group: most flows come back, and one without clients takes nothing. When too many have stopped, they go.
 */
final class Fabric {
    /** So many flows without clients stay, and as many more as there are with clients. */
    private static final int IDLE_KEPT = 64;

    private final List<Flow> flows = new ArrayList<>();
    private List<FlowGroup> groups = List.of();
    private boolean isGrouped = true;
    private boolean isDisturbed;

    /** Adds a flow that has its first client. */
    void enter(Flow flow) {
        flows.add(flow);
        isGrouped = false;
    }

    void disturb() {
        isDisturbed = true;
    }

    /** Computes the rates of all clients from now on; to be called before time moves on. */
    void settle(long nowPicos) {
        if (!isDisturbed) {
            return;
        }
        isDisturbed = false;
        if (!isGrouped) {
            isGrouped = true;
            groups = grouped();
        }
        for (int i = 0; i < groups.size(); i++) {
            groups.get(i).settle(nowPicos);
        }
    }

    private List<FlowGroup> grouped() {
        long idle = flows.stream().filter(flow -> flow.size() == 0).count();
        if (idle > IDLE_KEPT + flows.size() / 2) {
            flows.removeIf(Flow::retireIfEmpty);
        }
        List<List<Flow>> parts = new ArrayList<>();
        for (Flow flow : flows) {
            List<Flow> merged = new ArrayList<>();
            List<List<Flow>> apart = new ArrayList<>();
            for (List<Flow> part : parts) {
                if (shares(part, flow)) {
                    merged.addAll(part);
                } else {
                    apart.add(part);
                }
            }
            merged.add(flow);
            apart.add(merged);
            parts = apart;
        }
        return parts.stream().map(FlowGroup::new).toList();
    }

    private static boolean shares(List<Flow> part, Flow flow) {
        return part.stream().anyMatch(member -> member.sharesWith(flow));
    }
}
