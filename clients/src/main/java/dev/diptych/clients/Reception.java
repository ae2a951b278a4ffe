package dev.diptych.clients;

import dev.diptych.model.InputException;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.LiveRequests;
import dev.diptych.model.run.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of all clients: it takes one request of each in turn, and brings answers back. A client may have as many requests outstanding as it
 * has slots, and only so many clients have a seat, and memory for it. So whatever a client does, it takes no more of the server than its seat, and its
 * requests come before another's by one at a time.
 *
 * <p>But for {@link #local} and {@link #stop}, it belongs to the thread that runs the program.
 */
public final class Reception implements LiveRequests, AutoCloseable {
    /** So long after the last request was sent or answered, looking for the next is worth being awake. */
    private static final long AWAKE_NANOS = 1_000_000;

    private static final long NAP_NANOS = 50_000;

    private record Outstanding(Guest guest, int slot, Bytes input) {}

    private record Announcement(long atNanos, long requestId) {}

    private final List<String> models;
    private final Terms terms;
    private final @Nullable Door door;
    private final Consumer<String> log;
    private final Queue<Guest> locals = new ConcurrentLinkedQueue<>();
    private final List<Guest> guests = new ArrayList<>();
    private final Map<Long, Outstanding> outstanding = new HashMap<>();
    private final PriorityQueue<Announcement> announcements =
            new PriorityQueue<>(Comparator.comparingLong(Announcement::atNanos));

    /** Whose turn it is. */
    private int turn;

    private long accepted;
    private long dismissed;
    private @Nullable Long startNanos;
    private long activeNanos;
    private volatile boolean isStopped;

    /** A reception for clients of this process alone. */
    public Reception(List<String> models, Terms terms) {
        this(models, terms, null, line -> {});
    }

    /**
     * A reception that other processes of this user reach at a socket.
     *
     * @param models that are served, by kind
     * @param log told in a line of each client that is sent away
     * @throws InputException when the socket cannot be opened, or the terms cannot be kept
     */
    public static Reception at(Path socket, List<String> models, Terms terms, Consumer<String> log) {
        return new Reception(models, terms, new Door(socket, terms.layout(), models, terms.clients()), log);
    }

    private Reception(List<String> models, Terms terms, @Nullable Door door, Consumer<String> log) {
        this.models = List.copyOf(models);
        this.terms = terms;
        this.door = door;
        this.log = log;
    }

    /** Returns a new client of this process. Any thread may call this. */
    public LocalClient local() {
        LocalClient client = new LocalClient(terms.slots(), models.size());
        locals.add(client.guest());
        return client;
    }

    /** Takes no more requests; what is outstanding is answered. Any thread may call this. */
    public void stop() {
        isStopped = true;
    }

    /** Returns a program whose requests' ends are told to who sent them. */
    public Program answering(Program program) {
        return new Answering(program, this);
    }

    @Override
    public @Nullable Arrival poll(long requestId, long atNanos) {
        seat();
        announceWhatIsDue();
        if (isClosed()) {
            return null;
        }
        for (int looked = 0; looked < guests.size(); looked++) {
            turn = turn + 1 < guests.size() ? turn + 1 : 0;
            Guest guest = guests.get(turn);
            Guest.Request request = take(guest);
            if (request != null) {
                accepted++;
                outstanding.put(requestId, new Outstanding(guest, request.slot(), request.input()));
                activeNanos = System.nanoTime();
                return new Arrival(requestId, atNanos, request.model(), request.input());
            }
        }
        return null;
    }

    private void seat() {
        for (Guest local = locals.poll(); local != null; local = locals.poll()) {
            guests.add(local);
        }
        if (door != null) {
            for (Guest newcomer = door.nextNewcomer(); newcomer != null; newcomer = door.nextNewcomer()) {
                guests.add(newcomer);
            }
        }
    }

    private Guest.@Nullable Request take(Guest guest) {
        if (!guest.isGone()) {
            try {
                return guest.poll();
            } catch (Violation e) {
                dismissed++;
                log.accept("%s was sent away: %s".formatted(guest.name(), e.getMessage()));
                guest.dismiss();
            }
        }
        if (guest.outstanding() == 0) {
            guests.remove(guest);
            unseat(guest);
        }
        return null;
    }

    private void unseat(Guest guest) {
        guest.release();
        if (door != null && guest instanceof SharedMemoryGuest) {
            door.leave();
        }
    }

    /** Takes note that a request is to be answered so soon; whoever waits for it is told in time. */
    void expect(long requestId, long inNanos) {
        Outstanding request = outstanding.get(requestId);
        if (request == null) {
            return;
        }
        if (inNanos <= terms.aheadNanos()) {
            request.guest().announce(request.slot());
        } else {
            announcements.add(new Announcement(System.nanoTime() + inNanos - terms.aheadNanos(), requestId));
        }
    }

    private void announceWhatIsDue() {
        for (Announcement next = announcements.peek();
                next != null && next.atNanos() - System.nanoTime() <= 0;
                next = announcements.peek()) {
            announcements.remove();
            Outstanding request = outstanding.get(next.requestId());
            // Else it was done sooner than expected.
            if (request != null) {
                request.guest().announce(request.slot());
            }
        }
    }

    /**
     * Answers a request.
     *
     * @param output what the model read back, or null if it reads nothing back
     */
    void answer(long requestId, Outcome outcome, @Nullable Bytes output) {
        Outstanding request = outstanding.remove(requestId);
        if (request == null) {
            throw new IllegalStateException("request %d was finished, but is not outstanding".formatted(requestId));
        }
        request.guest().answer(request.slot(), outcome, output == null ? checksum(request.input()) : output);
        activeNanos = System.nanoTime();
    }

    private static Bytes checksum(Bytes input) {
        CRC32C crc = new CRC32C();
        crc.update(input.buffer());
        return Bytes.ofLongs(crc.getValue());
    }

    private boolean isClosed() {
        return isStopped || accepted >= terms.requests();
    }

    @Override
    public boolean areOver() {
        return isClosed() && outstanding.isEmpty();
    }

    @Override
    public long awaitNanos(long untilNanos) {
        long nowNanos = System.nanoTime();
        if (startNanos == null) {
            startNanos = nowNanos;
        }
        long sinceNanos = nowNanos - startNanos;
        boolean isActive = !outstanding.isEmpty() || nowNanos - activeNanos < AWAKE_NANOS;
        if (sinceNanos >= untilNanos || isActive) {
            Thread.onSpinWait();
            return sinceNanos;
        }
        LockSupport.parkNanos(NAP_NANOS);
        return System.nanoTime() - startNanos;
    }

    /** Returns how many requests were taken. */
    public long accepted() {
        return accepted;
    }

    /** Returns how many clients were sent away for what they wrote. */
    public long dismissed() {
        return dismissed;
    }

    /** Sends everybody away. */
    @Override
    public void close() {
        if (door != null) {
            door.close();
        }
        seat();
        guests.forEach(this::unseat);
        guests.clear();
        outstanding.clear();
    }
}
