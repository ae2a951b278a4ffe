package dev.diptych.systems.embedding;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Copy;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.op.Slice;
import dev.diptych.model.run.Host;
import dev.diptych.systems.plan.NativeKernel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Message-based extraction, as of systems whose GPUs do not read each other's memory (NVIDIA's SOK and HPS, WholeGraph with NCCL): who wants rows asks
 * their owner for them, and the owner sends them.
 *
 * <p>(1) Each GPU puts its keys into queues by source ({@code bucketing.cu}) and the host reads the counts back: messages are then just as long as they
 * have to be. Messages of a fixed length would spare the wait, but one that always suffices is as long as the batch, for each peer. (2) Each GPU copies
 * the row numbers that it wants to their owner; meanwhile it brings rows of its own cache and the host's table to their places. (3) An owner gathers what
 * an asker wants into a message ({@code exchange.cu}) and copies it there. (4) The asker puts the rows of a message in their places.
 *
 * <p>Each asker and owner have a stream on either side, and each message is answered when it has come: nobody waits for the slowest of all GPUs between
 * one step and the next, as in collective operations. Between GPUs the host keeps the order: it hears of a copy's end and submits what follows.
 */
public final class Exchange implements BatchExtraction {
    private static final int THREADS = 256;
    private static final int WARPS = THREADS / 32;
    /** As many threads reside on a multiprocessor as the kernel's registers allow. */
    private static final int BLOCKS_PER_SM = 4;

    private static final int OWN_STREAM = 0;

    /** What an asker and an owner have for each other. */
    private static final class Channel {
        private final Member asker;
        private final Member owner;
        /** Row numbers, at the owner. */
        private final Buffer wanted;
        /** Rows, at the owner. */
        private final Buffer sent;

        private long rows;
        /** Of the message, among all rows that the asker receives. */
        private long firstRow;

        Channel(Host host, Member asker, Member owner, int rowBytes, long mostKeys) {
            this.asker = asker;
            this.owner = owner;
            this.wanted = host.allocate(owner.gpu, mostKeys * Long.BYTES);
            this.sent = host.allocate(owner.gpu, mostKeys * rowBytes);
        }
    }

    /** One GPU's part. */
    private static final class Member {
        private final Gpu gpu;
        private final Sources sources;
        private final KeyQueues queues;
        private final int mostBlocks;
        private final List<Channel> peers = new ArrayList<>();
        private final Buffer received;
        private int pending;
        private long keyCount;
        private Slice out;

        Member(Host host, Gpu gpu, Directory directory, Sources sources, int rowBytes, long mostKeys) {
            this.gpu = gpu;
            this.sources = sources;
            // The host's rows have one queue.
            this.queues = new KeyQueues(host, gpu, directory, sources, rowBytes, mostKeys, Long.MAX_VALUE);
            this.mostBlocks = BLOCKS_PER_SM * host.platform().spec(gpu).sms();
            this.received = host.allocate(gpu, mostKeys * rowBytes);
            this.out = received.all();
        }

        Slice targets(int queue, long rows) {
            return queues.targets(queue, keyCount, rows);
        }

        Slice rows(int queue, long rows) {
            return queues.rows(queue, keyCount, rows);
        }
    }

    /** An operation that has not ended: whose batch it serves, and what comes after it. */
    private record Waiting(Member asker, Runnable next) {}

    private final Host host;
    private final int firstStream;
    private final int rowBytes;
    private final List<Member> members = new ArrayList<>();
    private final Map<Long, Waiting> waiting = new HashMap<>();
    private final Map<Long, Member> counting = new HashMap<>();
    private long requestId;
    private Consumer<Gpu> ready = gpu -> {};

    /**
     * One for all GPUs.
     *
     * @param firstStream of those that this takes, one more than twice the number of GPUs
     * @param directories of each GPU
     * @param sources of each GPU; those that are present are asked for rows
     * @param mostKeys of a GPU's batch
     */
    public Exchange(
            Host host,
            int firstStream,
            List<Directory> directories,
            List<Sources> sources,
            int rowBytes,
            long mostKeys) {
        this.host = host;
        this.firstStream = firstStream;
        this.rowBytes = rowBytes;
        for (int i = 0; i < directories.size(); i++) {
            members.add(new Member(host, new Gpu(i), directories.get(i), sources.get(i), rowBytes, mostKeys));
        }
        for (Member asker : members) {
            for (Member owner : members) {
                if (owner != asker
                        && asker.sources.tables().get(owner.gpu.index()).isPresent()) {
                    asker.peers.add(new Channel(host, asker, owner, rowBytes, mostKeys));
                }
            }
        }
    }

    @Override
    public List<Op> setUp(Gpu gpu) {
        return List.of(members.get(gpu.index()).queues.setUp());
    }

    @Override
    public void begin(long request, List<Slice> keys, List<Slice> outs, Consumer<Gpu> whenReady) {
        requestId = request;
        ready = whenReady;
        for (Member member : members) {
            Slice own = keys.get(member.gpu.index());
            member.keyCount = own.bytes() / Long.BYTES;
            member.out = outs.get(member.gpu.index());
            submit(member, member.gpu, OWN_STREAM, member.queues.fill(own), () -> {});
            counting.put(
                    submit(member, member.gpu, OWN_STREAM, new ReadBack(member.queues.counts()), () -> {}), member);
        }
    }

    @Override
    public boolean onValue(long opId, Bytes value) {
        Member member = counting.remove(opId);
        if (member == null) {
            return false;
        }
        long firstRow = 0;
        for (Channel peer : member.peers) {
            peer.rows = value.getLong(peer.owner.gpu.index() * Long.BYTES);
            peer.firstRow = firstRow;
            firstRow += peer.rows;
            if (peer.rows > 0) {
                ask(peer);
            }
        }
        int local = member.gpu.index();
        int hostTable = member.sources.count() - 1;
        bringOwn(member, askerStream(member), local, value);
        bringOwn(member, OWN_STREAM, hostTable, value);
        bringOwn(member, OWN_STREAM, member.queues.unknown(), value);
        return true;
    }

    /** Brings the rows of one queue from where they lie to their places; those of unknown keys are nowhere. */
    private void bringOwn(Member member, int stream, int queue, Bytes counts) {
        long rows = counts.getLong(queue * Long.BYTES);
        if (rows == 0) {
            return;
        }
        Arg table = queue == member.queues.unknown()
                ? new Arg.Null()
                : member.sources.tables().get(queue).<Arg>map(Arg.Address::new).orElseThrow();
        Arg targets = new Arg.Address(member.targets(queue, rows));
        submit(
                member,
                member.gpu,
                stream,
                move(
                        member,
                        member.out,
                        targets,
                        table,
                        table instanceof Arg.Null ? new Arg.Null() : new Arg.Address(member.rows(queue, rows)),
                        rows),
                () -> {});
    }

    private void ask(Channel peer) {
        Slice from = peer.asker.rows(peer.owner.gpu.index(), peer.rows);
        Slice to = peer.wanted.slice(0, from.bytes());
        submit(peer.asker, peer.asker.gpu, askerStream(peer.owner), new Copy(from, to), () -> answer(peer));
    }

    private void answer(Channel peer) {
        Member owner = peer.owner;
        Slice message = peer.sent.slice(0, peer.rows * rowBytes);
        Arg table =
                new Arg.Address(owner.sources.tables().get(owner.gpu.index()).orElseThrow());
        Arg wanted = new Arg.Address(peer.wanted.slice(0, peer.rows * Long.BYTES));
        int stream = ownerStream(peer.asker);
        submit(peer.asker, owner.gpu, stream, move(owner, message, new Arg.Null(), table, wanted, peer.rows), () -> {});
        submit(peer.asker, owner.gpu, stream, new Copy(message, received(peer)), () -> place(peer));
    }

    private void place(Channel peer) {
        Member asker = peer.asker;
        Arg targets = new Arg.Address(asker.targets(peer.owner.gpu.index(), peer.rows));
        Arg message = new Arg.Address(received(peer));
        submit(
                asker,
                asker.gpu,
                askerStream(peer.owner),
                move(asker, asker.out, targets, message, new Arg.Null(), peer.rows),
                () -> {});
    }

    private Slice received(Channel peer) {
        return peer.asker.received.slice(peer.firstRow * rowBytes, peer.rows * rowBytes);
    }

    /** The stream in which a GPU asks a peer and puts what comes in its places; that of a GPU's own index has rows of its own cache. */
    private static int askerStream(Member owner) {
        return 1 + owner.gpu.index();
    }

    private int ownerStream(Member asker) {
        return 1 + members.size() + asker.gpu.index();
    }

    private Launch move(Member on, Slice out, Arg targets, Arg table, Arg rows, long count) {
        int blocks = (int) Math.min(on.mostBlocks, (count + WARPS - 1) / WARPS);
        return new Launch(
                NativeKernel.of("exchange", "exchange_rows"),
                Dim.of(blocks),
                Dim.of(THREADS),
                List.of(new Arg.Address(out), targets, table, rows, new Arg.I64(count), new Arg.I32(rowBytes)));
    }

    private long submit(Member asker, Gpu gpu, int stream, Op op, Runnable next) {
        long opId = host.submit(gpu, firstStream + stream, requestId, op);
        waiting.put(opId, new Waiting(asker, next));
        asker.pending++;
        return opId;
    }

    @Override
    public boolean onOpDone(long opId) {
        Waiting ended = waiting.remove(opId);
        if (ended == null) {
            return false;
        }
        ended.next.run();
        ended.asker.pending--;
        if (ended.asker.pending == 0) {
            ready.accept(ended.asker.gpu);
        }
        return true;
    }

    @Override
    public boolean isDone() {
        return waiting.isEmpty();
    }

    /** Returns nothing: the counts of each batch are read back in any case. */
    @Override
    public List<Op> tell(Gpu gpu, Slice keys) {
        return List.of();
    }
}
