package dev.diptych.clients;

import com.sun.jna.LastErrorException;
import com.sun.jna.Pointer;
import dev.diptych.model.InputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * Memory that this process shares with one other, which it does not trust.
 *
 * <p>Whoever may write to a file may also truncate it, and a process that reads a mapping beyond its file's end is sent SIGBUS: a JVM then throws
 * {@code InternalError} from wherever it happens to be, or ends. So this is no file of a directory but memory of {@code memfd_create} [1], sealed against
 * any change of its size before anybody hears of it: {@code ftruncate} fails with EPERM for everybody, and holes that are punched into it read as zeros.
 * The other process opens it by its name in {@code /proc}, which takes the same user; once it has, {@link #hide} takes that name away, so no third
 * process opens it later.
 *
 * <p>[1] Linux manual pages memfd_create(2), fcntl(2), section "File sealing".
 */
final class SharedRegion {
    private final Pointer address;
    private final int bytes;
    private final int file;
    private final ByteBuffer memory;
    private boolean isHidden;
    private boolean isReleased;

    private SharedRegion(Pointer address, int bytes, int file) {
        this.address = address;
        this.bytes = bytes;
        this.file = file;
        this.memory = address.getByteBuffer(0, bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Returns new memory of zeros.
     *
     * @throws InputException when the system has no such memory, or no more of it
     */
    static SharedRegion create(int bytes) {
        try {
            Libc libc = Libc.Holder.LIBC;
            int file = libc.memfd_create("diptych-client", Libc.MFD_CLOEXEC | Libc.MFD_ALLOW_SEALING);
            try {
                libc.ftruncate(file, bytes);
                libc.fcntl(file, Libc.F_ADD_SEALS, Libc.F_SEAL_SHRINK | Libc.F_SEAL_GROW | Libc.F_SEAL_SEAL);
                Pointer address =
                        libc.mmap(Pointer.NULL, bytes, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_SHARED, file, 0);
                return new SharedRegion(address, bytes, file);
            } catch (LastErrorException e) {
                libc.close(file);
                throw e;
            }
        } catch (LastErrorException e) {
            throw new InputException(
                    "no %d bytes of memory to share with a client: %s".formatted(bytes, e.getMessage()), e);
        } catch (UnsatisfiedLinkError e) {
            throw new InputException("clients of other processes take memfd_create, which Linux has from 3.17 on", e);
        }
    }

    /** Returns where another process opens the memory, until it is hidden. */
    Path path() {
        return Path.of("/proc/%d/fd/%d".formatted(ProcessHandle.current().pid(), file));
    }

    /** Returns the memory, little-endian; nobody may touch it once it is released. */
    ByteBuffer memory() {
        if (isReleased) {
            throw new IllegalStateException("memory of a client was touched after its release");
        }
        return memory;
    }

    /** Lets nobody else open it. */
    void hide() {
        if (!isHidden) {
            isHidden = true;
            Libc.Holder.LIBC.close(file);
        }
    }

    /** Gives the memory back, as far as this process goes. */
    void release() {
        hide();
        if (!isReleased) {
            isReleased = true;
            Libc.Holder.LIBC.munmap(address, bytes);
        }
    }
}
