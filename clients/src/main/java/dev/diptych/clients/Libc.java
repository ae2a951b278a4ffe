package dev.diptych.clients;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** What memory with seals takes of Linux's C library. Each call fails with an exception that holds {@code errno}. */
interface Libc extends Library {
    int MFD_CLOEXEC = 1;
    int MFD_ALLOW_SEALING = 2;
    int F_ADD_SEALS = 1033;
    int F_SEAL_SEAL = 1;
    int F_SEAL_SHRINK = 2;
    int F_SEAL_GROW = 4;
    int PROT_READ = 1;
    int PROT_WRITE = 2;
    int MAP_SHARED = 1;

    /** The library of this process. */
    final class Holder {
        static final Libc LIBC = Native.load("c", Libc.class);

        private Holder() {}
    }

    int memfd_create(String name, int flags) throws LastErrorException;

    int ftruncate(int file, long bytes) throws LastErrorException;

    int fcntl(int file, int command, int argument) throws LastErrorException;

    Pointer mmap(Pointer address, long bytes, int protection, int flags, int file, long offset)
            throws LastErrorException;

    int munmap(Pointer address, long bytes) throws LastErrorException;

    int close(int file) throws LastErrorException;
}
