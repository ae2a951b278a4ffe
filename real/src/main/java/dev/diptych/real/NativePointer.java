package dev.diptych.real;

import jcuda.Pointer;

/** A pointer into host memory whose address is known, or becomes known when the driver fills it in. */
final class NativePointer extends Pointer {
    NativePointer() {}

    NativePointer(long address) {
        super(address);
    }

    long address() {
        return getNativePointer();
    }
}
