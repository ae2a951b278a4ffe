package dev.diptych.systems.embedding;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Slice;
import dev.diptych.model.run.Host;
import dev.diptych.systems.plan.NativeKernel;
import java.util.ArrayList;
import java.util.List;

/** One GPU's part in an {@link Exchange}: its queues, what it keeps for others and they for it, and how it moves rows. */
final class ExchangeMember {
    private static final int THREADS = 256;
    private static final int WARPS = THREADS / 32;
    /** As many threads reside on a multiprocessor as the kernel's registers allow. */
    private static final int BLOCKS_PER_SM = 4;

    /** What an asker and an owner have for each other. */
    static final class Channel {
        private final ExchangeMember asker;
        private final ExchangeMember owner;
        /** Row numbers, at the owner. */
        private final Buffer wanted;
        /** Rows, at the owner. */
        private final Buffer sent;

        private long rows;
        /** Of the message, among all rows that the asker receives. */
        private long firstRow;

        private Channel(Host host, ExchangeMember asker, ExchangeMember owner, long mostKeys) {
            this.asker = asker;
            this.owner = owner;
            this.wanted = host.allocate(owner.gpu, mostKeys * Long.BYTES);
            this.sent = host.allocate(owner.gpu, mostKeys * owner.rowBytes);
        }

        ExchangeMember asker() {
            return asker;
        }

        ExchangeMember owner() {
            return owner;
        }

        /** Returns how many rows of this batch the asker wants. */
        long rows() {
            return rows;
        }

        /** Returns the numbers of the rows that are wanted, at the asker. */
        Slice question() {
            return asker.queues.rows(owner.gpu.index(), asker.keyCount, rows);
        }

        /** Returns where the owner has them. */
        Slice wanted() {
            return wanted.slice(0, rows * Long.BYTES);
        }

        /** Returns the message, at the owner. */
        Slice sent() {
            return sent.slice(0, rows * owner.rowBytes);
        }

        /** Returns the message, at the asker. */
        Slice received() {
            return asker.received.slice(firstRow * asker.rowBytes, rows * asker.rowBytes);
        }

        /** Returns what has the owner gather what is wanted. */
        Launch gather() {
            Arg table = new Arg.Address(
                    owner.sources.tables().get(owner.gpu.index()).orElseThrow());
            return owner.move(sent(), new Arg.Null(), table, new Arg.Address(wanted()), rows);
        }

        /** Returns what has the asker put the rows of the message in their places. */
        Launch scatter() {
            Arg targets = new Arg.Address(asker.queues.targets(owner.gpu.index(), asker.keyCount, rows));
            return asker.move(asker.out, targets, new Arg.Address(received()), new Arg.Null(), rows);
        }
    }

    private final Gpu gpu;
    private final Sources sources;
    private final KeyQueues queues;
    private final int rowBytes;
    private final int mostBlocks;
    private final List<Channel> peers = new ArrayList<>();
    private final Buffer received;
    private long keyCount;
    private Slice out;

    ExchangeMember(Host host, Gpu gpu, Directory directory, Sources sources, int rowBytes, long mostKeys) {
        this.gpu = gpu;
        this.sources = sources;
        this.rowBytes = rowBytes;
        // The host's rows have one queue.
        this.queues = new KeyQueues(host, gpu, directory, sources, rowBytes, mostKeys, Long.MAX_VALUE);
        this.mostBlocks = BLOCKS_PER_SM * host.platform().spec(gpu).sms();
        this.received = host.allocate(gpu, mostKeys * rowBytes);
        this.out = received.all();
    }

    /** Opens channels to those of others that this reads from. */
    void meet(Host host, List<ExchangeMember> all, long mostKeys) {
        for (ExchangeMember owner : all) {
            if (owner != this && sources.tables().get(owner.gpu.index()).isPresent()) {
                peers.add(new Channel(host, this, owner, mostKeys));
            }
        }
    }

    Gpu gpu() {
        return gpu;
    }

    List<Channel> peers() {
        return peers;
    }

    /** Returns what is to be done once, before the first batch. */
    Launch setUp() {
        return queues.setUp();
    }

    /** Returns what puts the keys of a batch into queues, whose rows will be wanted in {@code rows}. */
    Launch bucket(Slice keys, Slice rows) {
        keyCount = keys.bytes() / Long.BYTES;
        out = rows;
        return queues.fill(keys);
    }

    /** Returns where the batch's rows are counted, by queue. */
    Slice counts() {
        return queues.counts();
    }

    /** Takes note of what the batch's counts are. */
    void told(Bytes counts) {
        long first = 0;
        for (Channel peer : peers) {
            peer.rows = counts.getLong(peer.owner.gpu.index() * Long.BYTES);
            peer.firstRow = first;
            first += peer.rows;
        }
    }

    int hostQueue() {
        return sources.count() - 1;
    }

    int unknownQueue() {
        return queues.unknown();
    }

    /** Returns what moves the rows of a queue from where they lie to their places; those of unknown keys are nowhere. */
    Launch moveOwn(int queue, long count) {
        Arg targets = new Arg.Address(queues.targets(queue, keyCount, count));
        if (queue == queues.unknown()) {
            return move(out, targets, new Arg.Null(), new Arg.Null(), count);
        }
        Arg table = new Arg.Address(sources.tables().get(queue).orElseThrow());
        return move(out, targets, table, new Arg.Address(queues.rows(queue, keyCount, count)), count);
    }

    private Launch move(Slice to, Arg targets, Arg table, Arg rows, long count) {
        int blocks = (int) Math.min(mostBlocks, (count + WARPS - 1) / WARPS);
        return new Launch(
                NativeKernel.of("exchange", "exchange_rows"),
                Dim.of(blocks),
                Dim.of(THREADS),
                List.of(new Arg.Address(to), targets, table, rows, new Arg.I64(count), new Arg.I32(rowBytes)));
    }
}
