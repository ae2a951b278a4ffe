package dev.diptych.real;

import static jcuda.driver.CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES;
import static jcuda.driver.CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK;
import static jcuda.driver.CUfunction_attribute.CU_FUNC_ATTRIBUTE_NUM_REGS;
import static jcuda.driver.CUfunction_attribute.CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES;

import dev.diptych.kernels.KernelSignature;
import jcuda.driver.CUfunction;

/** A kernel loaded on one GPU, with what it takes there. */
final class KernelFunction {
    /** Dynamic shared memory that a block may ask for without the function having opted in, on every GPU. */
    private static final int FREE_SHARED_BYTES = 48 << 10;

    private final KernelSignature signature;
    private final CUfunction handle;
    private final KernelResources resources;
    private int allowedSharedBytes;

    KernelFunction(Cuda cuda, KernelSignature signature, CUfunction handle) {
        this.signature = signature;
        this.handle = handle;
        this.resources = new KernelResources(
                cuda.functionAttribute(handle, CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK),
                cuda.functionAttribute(handle, CU_FUNC_ATTRIBUTE_NUM_REGS),
                cuda.functionAttribute(handle, CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES));
        // The free amount is for static and dynamic together.
        this.allowedSharedBytes = Math.max(0, FREE_SHARED_BYTES - resources.staticSharedBytes());
    }

    KernelSignature signature() {
        return signature;
    }

    CUfunction handle() {
        return handle;
    }

    KernelResources resources() {
        return resources;
    }

    /** Opts in to more dynamic shared memory than launches have asked for so far. */
    void allowSharedBytes(Cuda cuda, int bytes) {
        if (bytes > allowedSharedBytes) {
            cuda.setFunctionAttribute(handle, CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, bytes);
            allowedSharedBytes = bytes;
        }
    }
}
