package dev.diptych.real;

import jcuda.driver.CUdeviceptr;

/** An address that a device can reach, as JCuda wants it wrapped. With unified addressing, pinned host memory has one too. */
final class DevicePointer extends CUdeviceptr {
    private static final CUdeviceptr ZERO = new CUdeviceptr();

    DevicePointer() {}

    DevicePointer(long address) {
        super(ZERO, address);
    }

    long address() {
        return getNativePointer() + getByteOffset();
    }
}
