package dev.diptych.clients;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A client that writes what it likes. */
final class RawClient implements AutoCloseable {
    final Greeting greeting;
    final FileChannel file;
    final ByteBuffer memory;
    private final SocketChannel socket;

    RawClient(Path path) throws IOException {
        socket = SocketChannel.open(UnixDomainSocketAddress.of(path));
        ByteBuffer text = ByteBuffer.allocate(Greeting.MOST_BYTES);
        String heard = "";
        while (!Greeting.isComplete(heard)) {
            if (socket.read(text) < 0) {
                throw new IOException("no greeting");
            }
            heard = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8);
        }
        greeting = Greeting.of(heard);
        file = FileChannel.open(greeting.memory(), StandardOpenOption.READ, StandardOpenOption.WRITE);
        memory = file.map(FileChannel.MapMode.READ_WRITE, 0, greeting.layout().bytes())
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    void say(int... bytes) throws IOException {
        for (int said : bytes) {
            socket.write(ByteBuffer.wrap(new byte[] {(byte) said}));
        }
    }

    void request(long position, RequestWord word) {
        RegionLayout.WORDS.setRelease(memory, greeting.layout().requestOffset(position), word.word());
    }

    /** Waits until the server hangs up. */
    void awaitEnd() throws IOException {
        ByteBuffer bells = ByteBuffer.allocate(64);
        while (socket.read(bells.clear()) >= 0) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
        socket.close();
    }
}
