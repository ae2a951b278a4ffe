package dev.diptych.systems.embedding;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Copy;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.op.Slice;
import dev.diptych.model.run.Host;
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
    private static final int OWN_STREAM = 0;

    /** An operation that has not ended: whose batch it serves, and what comes after it. */
    private record Waiting(ExchangeMember asker, Runnable next) {}

    private final Host host;
    private final int firstStream;
    private final List<ExchangeMember> members = new ArrayList<>();
    /** By operation. */
    private final Map<Long, Waiting> waiting = new HashMap<>();
    /** By operation that reads their counts back. */
    private final Map<Long, ExchangeMember> counting = new HashMap<>();
    /** Operations that have not ended, by the GPU whose batch they serve. */
    private final int[] pending;

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
        this.pending = new int[directories.size()];
        for (int i = 0; i < directories.size(); i++) {
            members.add(new ExchangeMember(host, new Gpu(i), directories.get(i), sources.get(i), rowBytes, mostKeys));
        }
        members.forEach(member -> member.meet(host, members, mostKeys));
    }

    @Override
    public List<Op> setUp(Gpu gpu) {
        return List.of(members.get(gpu.index()).setUp());
    }

    @Override
    public void begin(long request, List<Slice> keys, List<Slice> outs, Consumer<Gpu> whenReady) {
        requestId = request;
        ready = whenReady;
        for (ExchangeMember member : members) {
            int gpu = member.gpu().index();
            submit(member, member.gpu(), OWN_STREAM, member.bucket(keys.get(gpu), outs.get(gpu)), () -> {});
            counting.put(submit(member, member.gpu(), OWN_STREAM, new ReadBack(member.counts()), () -> {}), member);
        }
    }

    @Override
    public boolean onValue(long opId, Bytes value) {
        ExchangeMember member = counting.remove(opId);
        if (member == null) {
            return false;
        }
        member.told(value);
        for (ExchangeMember.Channel peer : member.peers()) {
            if (peer.rows() > 0) {
                ask(peer);
            }
        }
        moveOwn(member, askerStream(member), member.gpu().index(), value);
        moveOwn(member, OWN_STREAM, member.hostQueue(), value);
        moveOwn(member, OWN_STREAM, member.unknownQueue(), value);
        return true;
    }

    private void moveOwn(ExchangeMember member, int stream, int queue, Bytes counts) {
        long rows = counts.getLong(queue * Long.BYTES);
        if (rows > 0) {
            submit(member, member.gpu(), stream, member.moveOwn(queue, rows), () -> {});
        }
    }

    private void ask(ExchangeMember.Channel peer) {
        Op question = new Copy(peer.question(), peer.wanted());
        submit(peer.asker(), peer.asker().gpu(), askerStream(peer.owner()), question, () -> answer(peer));
    }

    private void answer(ExchangeMember.Channel peer) {
        Gpu owner = peer.owner().gpu();
        int stream = ownerStream(peer.asker());
        submit(peer.asker(), owner, stream, peer.gather(), () -> {});
        submit(peer.asker(), owner, stream, new Copy(peer.sent(), peer.received()), () -> place(peer));
    }

    private void place(ExchangeMember.Channel peer) {
        submit(peer.asker(), peer.asker().gpu(), askerStream(peer.owner()), peer.scatter(), () -> {});
    }

    /** The stream in which a GPU asks a peer and puts what comes in its places; that of a GPU's own index has rows of its own cache. */
    private static int askerStream(ExchangeMember owner) {
        return 1 + owner.gpu().index();
    }

    private int ownerStream(ExchangeMember asker) {
        return 1 + members.size() + asker.gpu().index();
    }

    private long submit(ExchangeMember asker, Gpu gpu, int stream, Op op, Runnable next) {
        long opId = host.submit(gpu, firstStream + stream, requestId, op);
        waiting.put(opId, new Waiting(asker, next));
        pending[asker.gpu().index()]++;
        return opId;
    }

    @Override
    public boolean onOpDone(long opId) {
        Waiting ended = waiting.remove(opId);
        if (ended == null) {
            return false;
        }
        // What follows counts before what has ended no longer does: a batch is not done in between.
        ended.next.run();
        Gpu gpu = ended.asker.gpu();
        pending[gpu.index()]--;
        if (pending[gpu.index()] == 0) {
            ready.accept(gpu);
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
