package dev.diptych.sim.ptx.exec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The control flow of one warp: a tree of {@link Split}s whose leaves run one at a time. As long as each leaf runs to where it joins its
 * parent, this is the stack of immediate post-dominators (Fung et al., "Dynamic Warp Formation and Scheduling for Efficient GPU Control
 * Flow", MICRO 2007). A leaf that runs for long without joining, as one that spins on a lock which a sibling holds, makes room for its
 * siblings, and in the end for lanes that already wait where the ways meet: every thread makes progress, as since Volta.
 */
final class WarpRun {
    /** Segments that a warp runs before the block's next warp has its turn. */
    private static final int SLICE_SEGMENTS = 4096;
    /** What a look at memory that others may change takes of a slice: it is better that they have their turn soon. */
    private static final int POLL_SEGMENTS = 16;
    /** Looks in one slice that make it one of waiting. */
    private static final int MOST_POLLS = SLICE_SEGMENTS / POLL_SEGMENTS / 2;
    /** Slices after which lanes that wait to be joined go on alone, though nothing says that the others wait for them. */
    private static final int PATIENCE_SLICES = 256;

    private final Warp warp;
    private final Barriers barriers;
    private final Segment[] segments;
    private final SegmentCode[] code;
    /** Splits that run or wait for lanes; parents are reached from them. */
    private final List<Split> leaves = new ArrayList<>();

    private int budget;
    /** Segments of the current slice that looked at what other threads may change. */
    private int polls;

    WarpRun(Warp warp, Barriers barriers) {
        this.warp = warp;
        this.barriers = barriers;
        this.segments = warp.block.code().segments();
        this.code = warp.block.code().code();
    }

    void begin() {
        warp.begin();
        leaves.clear();
        leaves.add(new Split(null, -1, 0, warp.live));
    }

    Warp warp() {
        return warp;
    }

    boolean isDone() {
        return leaves.isEmpty();
    }

    /** Returns the leaves, in the order in which they have their turns. */
    List<Split> leaves() {
        return leaves;
    }

    /** Runs until every leaf waits, or for a slice; returns whether anything ran. */
    boolean run() {
        boolean hasRun = false;
        budget = SLICE_SEGMENTS;
        polls = 0;
        Split leaf = null;
        while (budget > 0) {
            leaf = next();
            if (leaf == null) {
                return hasRun;
            }
            hasRun = true;
            run(leaf);
        }
        rotate(leaf);
        return true;
    }

    private @Nullable Split next() {
        // The last is the one that parted last: depth first.
        for (int i = leaves.size() - 1; i >= 0; i--) {
            Split leaf = leaves.get(i);
            if (leaf.state == Split.State.READY || leaf.state == Split.State.RELEASED) {
                return leaf;
            }
        }
        return gather();
    }

    /** A leaf has run for a whole slice: others first, and if there is none, lanes that wait to be joined. */
    private void rotate(@Nullable Split last) {
        if (leaves.isEmpty()) {
            return;
        }
        // If it has joined or parted in the end, what came of it is the last.
        int at = leaves.indexOf(last);
        Split spinning = leaves.remove(at < 0 ? leaves.size() - 1 : at);
        leaves.add(0, spinning);
        spinning.slices++;
        Split parent = spinning.parent;
        while (parent != null && parent.mask == 0) {
            parent = parent.parent;
        }
        boolean waits = polls >= MOST_POLLS || spinning.slices % PATIENCE_SLICES == 0;
        if (waits && parent != null) {
            Split released = new Split(parent.parent, parent.stop, parent.pc, parent.mask);
            parent.mask = 0;
            if (parent.parent != null) {
                parent.parent.pending++;
            }
            leaves.add(released);
        }
    }

    private void run(Split leaf) {
        while (budget > 0) {
            int pc = leaf.pc;
            if (pc == leaf.stop) {
                join(leaf);
                return;
            }
            Segment segment = segments[pc];
            budget -= segment.polls() ? POLL_SEGMENTS : 1;
            polls += segment.polls() ? 1 : 0;
            if (segment.operation() != null && !operate(leaf, segment, segment.operation())) {
                return;
            }
            if (segment.hasCode()) {
                code[pc >> KernelCode.SEGMENTS_PER_CODE_BITS].run(pc, warp, leaf.mask);
            }
            warp.counts.ran(warp, segment, leaf.mask);
            Segment.Exit exit = segment.exit();
            if (exit.kind() == Segment.ExitKind.FALL_THROUGH) {
                leaf.pc = exit.next();
            } else if (!leave(leaf, segment)) {
                return;
            }
        }
    }

    /** Executes a warp-wide instruction; returns false when the split has to wait. */
    private boolean operate(Split leaf, Segment segment, WarpOperation operation) {
        if (leaf.state == Split.State.RELEASED) {
            leaf.state = Split.State.READY;
            return true;
        }
        int lanes = operation.guarded(warp, leaf.mask);
        if (operation instanceof BarrierOperation barrier) {
            if (lanes == 0) {
                return true;
            }
            boolean waits =
                    barriers.arrive(barrier, leaf, warp, lanes, segment.sites().get(0));
            return !waits;
        }
        if (lanes == 0) {
            return true;
        }
        int members = operation.members(warp, lanes) & warp.live;
        if ((lanes & ~members) != 0) {
            return operateInGroups(leaf, segment, operation, lanes);
        }
        if (members != lanes) {
            leaf.state = Split.State.AT_WARP_OPERATION;
            return false;
        }
        operation.execute(warp, lanes);
        if (operation.isInVain(warp, lanes)) {
            budget = 0;
        }
        return true;
    }

    /** Lanes that name different members exchange values among those members only, as the tiles of a warp do. */
    private boolean operateInGroups(Split leaf, Segment segment, WarpOperation operation, int lanes) {
        List<Integer> groups = new ArrayList<>();
        boolean isComplete = true;
        for (int rest = lanes; rest != 0; rest &= ~groups.get(groups.size() - 1)) {
            int members = operation.members(warp, rest) & warp.live;
            // What a lane that is no member of its own gets is not defined; it goes with those that are left.
            boolean isOwn = (members & Integer.lowestOneBit(rest)) != 0;
            groups.add(isOwn ? members & rest : rest);
            isComplete &= !isOwn || (members & ~rest) == 0;
        }
        if (isComplete) {
            groups.forEach(group -> operation.execute(warp, group));
            return true;
        }
        int[] masks = groups.stream().mapToInt(Integer::intValue).toArray();
        masks[0] |= leaf.mask & ~lanes;
        int[] ways = new int[masks.length];
        Arrays.fill(ways, leaf.pc);
        return part(leaf, segment.exit().next(), ways, masks);
    }

    /** Executes a warp-wide instruction whose members have all arrived, in several splits; returns one of them, or null. */
    private @Nullable Split gather() {
        for (Split leaf : leaves) {
            if (leaf.state != Split.State.AT_WARP_OPERATION) {
                continue;
            }
            Segment segment = segments[leaf.pc];
            WarpOperation operation = Objects.requireNonNull(segment.operation());
            int members = operation.members(warp, operation.guarded(warp, leaf.mask)) & warp.live;
            int arrived = 0;
            for (Split other : leaves) {
                if (other.state == Split.State.AT_WARP_OPERATION && meets(other, leaf, operation)) {
                    arrived |= operation.guarded(warp, other.mask);
                }
            }
            if ((members & ~arrived) == 0) {
                operation.execute(warp, arrived);
                for (Split other : leaves) {
                    if (other.state == Split.State.AT_WARP_OPERATION && meets(other, leaf, operation)) {
                        other.state = Split.State.RELEASED;
                    }
                }
                return leaf;
            }
        }
        return null;
    }

    /** Lanes exchange values at one instruction only; they wait for each other at any {@code bar.warp.sync}. */
    private boolean meets(Split other, Split leaf, WarpOperation operation) {
        return other.pc == leaf.pc
                ? named(operation, other) == named(operation, leaf)
                : operation instanceof WarpSync && segments[other.pc].operation() instanceof WarpSync;
    }

    private int named(WarpOperation operation, Split split) {
        return operation.members(warp, operation.guarded(warp, split.mask)) & warp.live;
    }

    /** Leaves a segment by its exit; returns false when the leaf does not go on. */
    private boolean leave(Split leaf, Segment segment) {
        Segment.Exit exit = segment.exit();
        int taken = exit.guard() < 0
                ? leaf.mask
                : leaf.mask & (exit.negated() ? ~warp.predicates[exit.guard()] : warp.predicates[exit.guard()]);
        switch (exit.kind()) {
            case EXIT -> {
                return exitLanes(leaf, taken, exit.next());
            }
            case TRAP -> {
                if (taken != 0) {
                    throw warp.fault(Integer.numberOfTrailingZeros(taken), exit.site(), "the kernel trapped");
                }
                leaf.pc = exit.next();
                return true;
            }
            case INDEXED -> {
                return indexed(leaf, exit, taken);
            }
            default -> {
                if (exit.guard() >= 0) {
                    warp.counts.branched(taken != 0 && taken != leaf.mask);
                }
                int target = exit.targets().get(0);
                if (taken != 0 && target != exit.next() && warp.counts.endedStretch() && warp.schedule != null) {
                    warp.schedule.jumped();
                }
                if (taken == leaf.mask) {
                    leaf.pc = target;
                    return true;
                }
                if (taken == 0 || target == exit.next()) {
                    leaf.pc = exit.next();
                    return true;
                }
                return part(leaf, exit.reconvergence(), new int[] {target, exit.next()}, new int[] {
                    taken, leaf.mask & ~taken
                });
            }
        }
    }

    private boolean exitLanes(Split leaf, int exiting, int next) {
        warp.live &= ~exiting;
        leaf.mask &= ~exiting;
        barriers.exited();
        if (leaf.mask != 0) {
            leaf.pc = next;
            return true;
        }
        leaf.state = Split.State.DONE;
        leaves.remove(leaf);
        resolve(leaf.parent);
        return false;
    }

    /** One child fewer is to come; a parent without any goes on with those that arrived, or is over. */
    private void resolve(@Nullable Split parentOrNull) {
        Split parent = parentOrNull;
        while (parent != null && --parent.pending == 0) {
            if (parent.mask != 0) {
                parent.state = Split.State.READY;
                leaves.add(parent);
                return;
            }
            parent.state = Split.State.DONE;
            parent = parent.parent;
        }
    }

    private void join(Split leaf) {
        Split parent = Objects.requireNonNull(leaf.parent);
        arrive(leaf.mask, leaf.stop);
        parent.mask |= leaf.mask;
        leaf.state = Split.State.DONE;
        leaves.remove(leaf);
        resolve(parent);
    }

    /** Lanes that wait where they only exit are waited for by nobody: a compiler may have made one exit of several. */
    private void arrive(int lanes, int meeting) {
        if (meeting >= 0 && segments[meeting].isBareExit()) {
            warp.live &= ~lanes;
            barriers.exited();
        }
    }

    private boolean indexed(Split leaf, Segment.Exit exit, int lanes) {
        int[] ways = new int[Warp.LANES + 1];
        int[] masks = new int[ways.length];
        int used = lanes == leaf.mask ? 0 : add(exit.next(), leaf.mask & ~lanes, ways, masks, 0);
        for (int rest = lanes; rest != 0; rest &= rest - 1) {
            int lane = Integer.numberOfTrailingZeros(rest);
            int choice = warp.ints[exit.selector() * Warp.LANES + lane];
            if (choice < 0 || choice >= exit.targets().size()) {
                throw warp.fault(
                        lane,
                        exit.site(),
                        "branch %d of a list of %d"
                                .formatted(
                                        Integer.toUnsignedLong(choice),
                                        exit.targets().size()));
            }
            used = add(exit.targets().get(choice), 1 << lane, ways, masks, used);
        }
        warp.counts.branched(used > 1);
        if (used == 1) {
            leaf.pc = ways[0];
            return true;
        }
        return part(leaf, exit.reconvergence(), Arrays.copyOf(ways, used), Arrays.copyOf(masks, used));
    }

    /** Adds lanes to those that go the same way, for cases may share code; returns the number of ways. */
    private static int add(int way, int lanes, int[] ways, int[] masks, int used) {
        for (int i = 0; i < used; i++) {
            if (ways[i] == way) {
                masks[i] |= lanes;
                return used;
            }
        }
        ways[used] = way;
        masks[used] = lanes;
        return used + 1;
    }

    /** Sends lanes their ways; returns false, for the leaf itself goes no further. */
    private boolean part(Split leaf, int meeting, int[] ways, int[] masks) {
        Split parent;
        if (meeting == leaf.stop && leaf.parent != null) {
            // They meet where this split joins its own parent: one level is enough, however often a loop parts.
            parent = leaf.parent;
            leaf.state = Split.State.DONE;
        } else {
            parent = leaf;
            parent.state = Split.State.PARTED;
            parent.pc = meeting;
            parent.mask = 0;
            parent.pending = 1;
        }
        leaves.remove(leaf);
        for (int i = 0; i < ways.length; i++) {
            if (ways[i] == meeting) {
                arrive(masks[i], meeting);
                parent.mask |= masks[i];
            } else {
                parent.pending++;
                leaves.add(new Split(parent, meeting, ways[i], masks[i]));
            }
        }
        // The way that led here is no longer to come.
        resolve(parent);
        return false;
    }
}
