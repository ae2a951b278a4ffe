package dev.diptych.systems.check;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import java.util.List;

/** Atomics, to words one after the other, random ones, and ones where lanes meet. */
final class AtomicChecks {
    private AtomicChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("atomic additions", AtomicChecks::atomics),
                new Check("atomics of lanes that meet at a word", AtomicChecks::lanes),
                new Check("compare-and-swap finds what the first launch left", AtomicChecks::swaps),
                new Check("shared atomics of lanes that meet at a word", AtomicChecks::sharedLanes));
    }

    private static void atomics(Lab lab) {
        int turns = 1000;
        for (int mask : new int[] {0, 31}) {
            int[] inTurn = new int[mask + 1];
            int[] random = new int[mask + 1];
            for (int turn = 0; turn < turns; turn++) {
                inTurn[turn & mask]++;
                random[mixed(turn) & mask]++;
            }
            add(lab, "atomic_stream", mask, turns, inTurn);
            add(lab, "atomic_random", mask, turns, random);
            add(
                    lab,
                    "atomic_random_return",
                    mask,
                    turns,
                    random,
                    new Arg.Address(lab.buffer(Lab.gpu(), 4L * MicroLaunch.BLOCKS * MicroLaunch.THREADS)
                            .all()));
            int[] counts = new int[mask + 1];
            for (int i = 0; i <= mask; i++) {
                counts[i] = MicroLaunch.bits((float) random[i]);
            }
            add(lab, "atomic_random_f32", mask, turns, counts);
            int[] ofBlocks = new int[MicroLaunch.BLOCKS * (mask + 1)];
            for (int turn = 0; turn < turns; turn++) {
                ofBlocks[turn / MicroLaunch.THREADS % MicroLaunch.BLOCKS * (mask + 1) + (mixed(turn) & mask)]++;
            }
            add(lab, "atomic_shared", mask, turns, ofBlocks);
        }
    }

    private static void add(Lab lab, String entry, int mask, int turns, int[] expected, Arg... more) {
        Buffer words = lab.buffer(Bytes.ofInts(new int[expected.length]));
        Arg[] args = new Arg[3 + more.length];
        args[0] = new Arg.Address(words.all());
        args[1] = new Arg.I32(mask);
        args[2] = new Arg.I32(turns);
        System.arraycopy(more, 0, args, 3, more.length);
        lab.launch("atomics", entry, Dim.of(MicroLaunch.BLOCKS), Dim.of(MicroLaunch.THREADS), args);
        lab.expect("%s to %d words".formatted(entry, mask + 1), words.all(), Bytes.ofInts(expected));
    }

    private static void lanes(Lab lab) {
        int turns = 1000;
        int mask = 63;
        for (int lanes : new int[] {1, 2, 8, 32}) {
            int[] counts = new int[mask + 1];
            int[] floats = new int[mask + 1];
            for (int turn = 0; turn < turns; turn++) {
                counts[place(turn, lanes, mask)]++;
            }
            for (int i = 0; i <= mask; i++) {
                floats[i] = MicroLaunch.bits((float) counts[i]);
            }
            meet(lab, "add_lanes", counts, mask, lanes, turns);
            meet(lab, "add_lanes_f32", floats, mask, lanes, turns);
            Arg out = new Arg.Address(lab.buffer(Lab.gpu(), 4L * MicroLaunch.BLOCKS * MicroLaunch.THREADS)
                    .all());
            meet(lab, "add_lanes_return", counts, mask, lanes, turns, out);
        }
    }

    private static void swaps(Lab lab) {
        int turns = 1000;
        int mask = 255;
        int lanes = 2;
        int threads = MicroLaunch.BLOCKS * MicroLaunch.THREADS;
        int[] left = new int[mask + 1];
        int[] found = new int[threads];
        for (int turn = 0; turn < turns; turn++) {
            int place = place(turn, lanes, mask);
            left[place] = place + 1;
            found[turn % threads] += place + 1;
        }
        Buffer words = lab.buffer(Bytes.ofInts(new int[left.length]));
        Buffer out = lab.buffer(Bytes.ofInts(new int[found.length]));
        for (int launch = 0; launch < 2; launch++) {
            lab.launch(
                    "atomic_lanes",
                    "swap_lanes",
                    Dim.of(MicroLaunch.BLOCKS),
                    Dim.of(MicroLaunch.THREADS),
                    new Arg.Address(words.all()),
                    new Arg.I32(mask),
                    new Arg.I32(lanes),
                    new Arg.I32(turns),
                    new Arg.Address(out.all()));
            lab.expect("the swapped words", words.all(), Bytes.ofInts(left));
        }
        lab.expect("what the second launch finds", out.all(), Bytes.ofInts(found));
    }

    private static void sharedLanes(Lab lab) {
        int turns = 1000;
        int mask = 127;
        int value = 5;
        for (int lanes : new int[] {1, 4, 32}) {
            int[] counts = new int[MicroLaunch.BLOCKS * (mask + 1)];
            int[] sums = new int[counts.length];
            for (int turn = 0; turn < turns; turn++) {
                int block = turn / MicroLaunch.THREADS % MicroLaunch.BLOCKS;
                int at = block * (mask + 1) + (mixed(turn / 32) + turn % 32 / lanes & mask);
                counts[at]++;
                sums[at] += value;
            }
            meet(lab, "count_lanes_shared", counts, mask, lanes, turns);
            meet(lab, "add_lanes_shared", sums, mask, lanes, turns, new Arg.I32(value));
        }
    }

    private static void meet(Lab lab, String entry, int[] expected, int mask, int lanes, int turns, Arg... more) {
        Buffer words = lab.buffer(Bytes.ofInts(new int[expected.length]));
        Arg[] args = new Arg[4 + more.length];
        args[0] = new Arg.Address(words.all());
        args[1] = new Arg.I32(mask);
        args[2] = new Arg.I32(lanes);
        args[3] = new Arg.I32(turns);
        System.arraycopy(more, 0, args, 4, more.length);
        lab.launch("atomic_lanes", entry, Dim.of(MicroLaunch.BLOCKS), Dim.of(MicroLaunch.THREADS), args);
        lab.expect("%s of %d lanes".formatted(entry, lanes), words.all(), Bytes.ofInts(expected));
    }

    private static int place(int turn, int lanes, int mask) {
        return mixed(turn - turn % lanes) & mask;
    }

    /** The finaliser of MurmurHash3, on 32 bits. */
    private static int mixed(int turn) {
        int x = turn ^ turn >>> 16;
        x *= 0x85EBCA6B;
        x ^= x >>> 13;
        x *= 0xC2B2AE35;
        return x ^ x >>> 16;
    }
}
