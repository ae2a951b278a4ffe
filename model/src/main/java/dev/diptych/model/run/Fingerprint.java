package dev.diptych.model.run;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Copy;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.op.Slice;
import dev.diptych.model.op.Write;
import java.nio.ByteBuffer;

/**
 * A running 64-bit hash of numbers in order, equal on every JDK and machine. It tells runs apart; it does not resist an attacker.
 *
 * <p>Each number is folded in by the finaliser of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators",
 * OOPSLA'14, figure 16), which is a bijection: two sequences that differ in one number differ in the hash.
 */
public final class Fingerprint {
    /** Not 0, which leading zeros would leave as it is. */
    private long hash = 0x243F6A8885A308D3L;

    public Fingerprint add(long value) {
        long z = hash * 0x9E3779B97F4A7C15L + value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        hash = z ^ (z >>> 31);
        return this;
    }

    public long value() {
        return hash;
    }

    /** Returns the hash as 16 hexadecimal digits. */
    public String hex() {
        return "%016x".formatted(hash);
    }

    /** Returns the hash of everything that makes an operation what it is. */
    public static long of(Op op) {
        Fingerprint print = new Fingerprint();
        if (op instanceof Launch launch) {
            print.add(1)
                    .add(launch.kernel().module())
                    .add(launch.kernel().entry())
                    .add(launch.kernel().registersPerThread())
                    .add(launch.kernel().staticSharedBytes())
                    .add(launch.grid())
                    .add(launch.block())
                    .add(launch.dynamicSharedBytes())
                    .add(launch.blocksPerNotice());
            launch.args().forEach(print::add);
        } else if (op instanceof Copy copy) {
            print.add(2).add(copy.from()).add(copy.to());
        } else if (op instanceof Write write) {
            print.add(3).add(write.to()).add(write.bytes());
        } else if (op instanceof ReadBack readBack) {
            print.add(4).add(readBack.from());
        }
        return print.value();
    }

    private Fingerprint add(String text) {
        add(text.length());
        text.chars().forEach(this::add);
        return this;
    }

    private Fingerprint add(Dim dim) {
        return add(dim.x()).add(dim.y()).add(dim.z());
    }

    private Fingerprint add(Slice slice) {
        return add(slice.buffer().id()).add(slice.offsetBytes()).add(slice.bytes());
    }

    private Fingerprint add(Bytes bytes) {
        add(bytes.size());
        ByteBuffer buffer = bytes.buffer();
        while (buffer.remaining() >= Long.BYTES) {
            add(buffer.getLong());
        }
        while (buffer.hasRemaining()) {
            add(buffer.get());
        }
        return this;
    }

    private void add(Arg arg) {
        if (arg instanceof Arg.I32 scalar) {
            add(1).add(scalar.value());
        } else if (arg instanceof Arg.I64 scalar) {
            add(2).add(scalar.value());
        } else if (arg instanceof Arg.F32 scalar) {
            add(3).add(Float.floatToRawIntBits(scalar.value()));
        } else if (arg instanceof Arg.F64 scalar) {
            add(4).add(Double.doubleToRawLongBits(scalar.value()));
        } else if (arg instanceof Arg.Address address) {
            add(5).add(address.slice());
        } else {
            add(6);
        }
    }
}
