package dev.diptych.clients;

import dev.diptych.model.InputException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Lets clients of other processes in, and hears when they leave. A thread of its own, which never waits for a client: who takes long to say that it is
 * ready loses its seat.
 */
final class Door implements AutoCloseable {
    /** How long a client may take between connecting and being ready. */
    private static final long HANDSHAKE_NANOS = 5_000_000_000L;

    private static final long LOOK_MILLIS = 500;
    private static final int BACKLOG = 64;

    private final Path path;
    private final RegionLayout layout;
    private final List<String> models;
    private final int mostClients;
    private final ServerSocketChannel server;
    private final Selector selector;
    private final Thread thread;
    private final AtomicInteger seats = new AtomicInteger();
    private final Queue<SharedMemoryGuest> newcomers = new ConcurrentLinkedQueue<>();
    private int clients;
    private volatile boolean isClosing;
    private volatile @Nullable RuntimeException failure;

    /** A client that has connected, and what it has become. */
    private static final class Visitor {
        private final SharedRegion region;
        private final String name;
        private final long sinceNanos = System.nanoTime();
        private @Nullable SharedMemoryGuest guest;

        Visitor(SharedRegion region, String name) {
            this.region = region;
            this.name = name;
        }
    }

    /**
     * Opens a socket that this user's processes may connect to.
     *
     * @throws InputException when it cannot be opened there
     */
    Door(Path path, RegionLayout layout, List<String> models, int mostClients) {
        this.path = path;
        this.layout = layout;
        // What cannot be said shows here, and not when the first client comes.
        new Greeting(path, layout, models).text();
        this.models = models;
        this.mostClients = mostClients;
        try {
            this.server = open(path);
            this.server.configureBlocking(false);
            this.selector = Selector.open();
            this.server.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException | IllegalArgumentException e) {
            String why = e instanceof FileAlreadyExistsException ? "something is there already" : e.getMessage();
            throw new InputException("no socket can be opened at %s: %s".formatted(path, why), e);
        }
        this.thread = new Thread(this::watch, "clients");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /**
     * Listens at a path. The socket gets its name only when it listens and nobody else may connect: between binding and listening, a client that saw
     * the file would be refused.
     */
    private static ServerSocketChannel open(Path path) throws IOException {
        Path unnamed = path.resolveSibling(path.getFileName() + ".opening");
        ServerSocketChannel opened = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            opened.bind(UnixDomainSocketAddress.of(unnamed), BACKLOG);
            Files.setPosixFilePermissions(unnamed, PosixFilePermissions.fromString("rw-------"));
            // A link, unlike a move, does not replace what lies there.
            Files.createLink(path, unnamed);
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        } finally {
            Files.deleteIfExists(unnamed);
        }
        return opened;
    }

    /** Returns a client that has come in, or null. */
    @Nullable
    SharedMemoryGuest nextNewcomer() {
        RuntimeException failed = failure;
        if (failed != null) {
            throw new IllegalStateException("the thread that lets clients in has failed", failed);
        }
        return newcomers.poll();
    }

    /** Gives back the seat of a client that is released. */
    void leave() {
        seats.decrementAndGet();
    }

    private void watch() {
        try {
            while (!isClosing) {
                selector.select(LOOK_MILLIS);
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.isValid() && key.isAcceptable()) {
                        letIn();
                    } else if (key.isValid()) {
                        hear(key, (Visitor) key.attachment());
                    }
                }
                selector.selectedKeys().clear();
                dismissTheSlow();
            }
        } catch (IOException e) {
            failure = new java.io.UncheckedIOException(e);
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void letIn() throws IOException {
        SocketChannel socket = server.accept();
        if (socket == null) {
            return;
        }
        socket.configureBlocking(false);
        if (seats.get() >= mostClients) {
            refuse(socket, "it has %d clients already".formatted(mostClients));
            return;
        }
        SharedRegion region;
        try {
            region = SharedRegion.create(layout.bytes());
        } catch (InputException e) {
            refuse(socket, String.valueOf(e.getMessage()));
            return;
        }
        seats.incrementAndGet();
        SelectionKey key = socket.register(selector, SelectionKey.OP_READ);
        Visitor visitor = new Visitor(region, "client " + clients++);
        key.attach(visitor);
        if (!send(socket, new Greeting(region.path(), layout, models).text())) {
            sendAway(key, visitor);
        }
    }

    private static void refuse(SocketChannel socket, String why) throws IOException {
        // Whoever does not hear why has gone already.
        send(socket, Greeting.REFUSAL + why + "\n");
        socket.close();
    }

    /** Sends a text whole; returns false if the other end does not take it. */
    private static boolean send(SocketChannel socket, String text) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        try {
            socket.write(bytes);
        } catch (IOException e) {
            return false;
        }
        return !bytes.hasRemaining();
    }

    /** A client says once how it waits, and from then on nothing until it leaves. */
    private void hear(SelectionKey key, Visitor visitor) {
        SocketChannel socket = (SocketChannel) key.channel();
        ByteBuffer said = ByteBuffer.allocate(1);
        int read;
        try {
            read = socket.read(said);
        } catch (IOException e) {
            // A connection that breaks is a client that left.
            read = -1;
        }
        if (read == 0) {
            return;
        }
        WakeUp wakeUp = WakeUp.of(said.get(0));
        if (read < 0 || visitor.guest != null || wakeUp == null) {
            sendAway(key, visitor);
            return;
        }
        visitor.region.hide();
        SharedMemoryGuest guest =
                new SharedMemoryGuest(visitor.name, layout, visitor.region, socket, wakeUp, models.size());
        visitor.guest = guest;
        newcomers.add(guest);
    }

    private void sendAway(SelectionKey key, Visitor visitor) {
        key.cancel();
        if (visitor.guest != null) {
            // Its memory is given back by whoever reads it, once nothing of it is outstanding.
            visitor.guest.left();
            return;
        }
        close(key);
        visitor.region.release();
        leave();
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("a client's socket cannot be closed", e);
        }
    }

    private void dismissTheSlow() {
        for (SelectionKey key : selector.keys()) {
            if (key.isValid()
                    && key.attachment() instanceof Visitor visitor
                    && visitor.guest == null
                    && System.nanoTime() - visitor.sinceNanos > HANDSHAKE_NANOS) {
                sendAway(key, visitor);
            }
        }
    }

    /** Lets nobody in any more; those who are in stay. */
    @Override
    public void close() {
        isClosing = true;
        selector.wakeup();
        try {
            thread.join();
            for (SelectionKey key : List.copyOf(selector.keys())) {
                if (key.isValid() && key.attachment() instanceof Visitor visitor && visitor.guest == null) {
                    sendAway(key, visitor);
                }
            }
            selector.close();
            server.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the socket %s cannot be closed".formatted(path), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the socket %s was being closed".formatted(path), e);
        }
    }
}
