package dev.diptych.real;

import static jcuda.driver.CUresult.CUDA_ERROR_NOT_READY;
import static jcuda.driver.CUresult.CUDA_SUCCESS;

import dev.diptych.model.InputException;
import dev.diptych.model.op.Dim;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUctx_flags;
import jcuda.driver.CUdevice;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUfunction;
import jcuda.driver.CUjit_option;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamWaitValue_flags;
import jcuda.driver.CUstreamWriteValue_flags;
import jcuda.driver.CUstream_flags;
import jcuda.driver.CUuuid;
import jcuda.driver.JCudaDriver;
import jcuda.driver.JITOptions;
import org.jspecify.annotations.Nullable;

/**
 * The driver: every call to it goes through here, and none fails unseen, for {@link CudaResults} looks at each result.
 *
 * <p>Used by one thread at a time. Calls below {@link #use} work on the context that is current.
 */
final class Cuda {
    /** CUDA 12.0, the oldest driver that has every function JCuda 12 binds. */
    private static final int OLDEST_DRIVER = 12_000;

    private static final int JIT_LOG_BYTES = 8192;

    private final CudaResults results = new CudaResults();
    private final float[] millis = new float[1];
    private @Nullable CUcontext current;

    private Cuda() {}

    /**
     * Returns the driver, initialised.
     *
     * @throws InputException when there is none, it is too old, or it sees no GPU
     */
    static Cuda load() {
        CudaNatives.require();
        Cuda cuda = new Cuda();
        int result = JCudaDriver.cuInit(0);
        if (result != CUDA_SUCCESS) {
            throw new InputException(
                    "the NVIDIA driver does not start (cuInit: %s): run with --backend sim, or repair the driver"
                            .formatted(CudaResults.describe(result)));
        }
        int version = cuda.driverVersion();
        if (version < OLDEST_DRIVER) {
            throw new InputException(
                    "the NVIDIA driver speaks CUDA %s, at least %s is needed: run with --backend sim, or update it"
                            .formatted(versionText(version), versionText(OLDEST_DRIVER)));
        }
        if (cuda.deviceCount() == 0) {
            throw new InputException(
                    "the NVIDIA driver sees no GPU: run with --backend sim, or look at CUDA_VISIBLE_DEVICES");
        }
        return cuda;
    }

    /** Returns a version in the driver's numbering, 13000, as text, 13.0. */
    static String versionText(int version) {
        return version / 1000 + "." + version % 1000 / 10;
    }

    int driverVersion() {
        int[] version = new int[1];
        results.check(JCudaDriver.cuDriverGetVersion(version), "cuDriverGetVersion");
        return version[0];
    }

    int deviceCount() {
        int[] count = new int[1];
        results.check(JCudaDriver.cuDeviceGetCount(count), "cuDeviceGetCount");
        return count[0];
    }

    CUdevice device(int index) {
        CUdevice device = new CUdevice();
        results.check(JCudaDriver.cuDeviceGet(device, index), "cuDeviceGet", index);
        return device;
    }

    String deviceName(CUdevice device) {
        byte[] name = new byte[256];
        results.check(JCudaDriver.cuDeviceGetName(name, name.length, device), "cuDeviceGetName");
        return text(name);
    }

    byte[] deviceUuid(CUdevice device) {
        CUuuid uuid = new CUuuid();
        results.check(JCudaDriver.cuDeviceGetUuid(uuid, device), "cuDeviceGetUuid");
        return uuid.bytes;
    }

    long deviceMemoryBytes(CUdevice device) {
        long[] bytes = new long[1];
        results.check(JCudaDriver.cuDeviceTotalMem(bytes, device), "cuDeviceTotalMem");
        return bytes[0];
    }

    int deviceAttribute(CUdevice device, int attribute) {
        int[] value = new int[1];
        results.check(JCudaDriver.cuDeviceGetAttribute(value, attribute, device), "cuDeviceGetAttribute", attribute);
        return value[0];
    }

    boolean canAccessPeer(CUdevice from, CUdevice to) {
        int[] can = new int[1];
        results.check(JCudaDriver.cuDeviceCanAccessPeer(can, from, to), "cuDeviceCanAccessPeer", from, to);
        return can[0] != 0;
    }

    /** Returns a new context of a GPU, which becomes current. Waiting in it spins, for the latency. */
    CUcontext createContext(int gpu, CUdevice device) {
        CUcontext context = new CUcontext();
        results.setGpu(gpu);
        results.check(JCudaDriver.cuCtxCreate(context, CUctx_flags.CU_CTX_SCHED_SPIN, device), "cuCtxCreate");
        current = context;
        return context;
    }

    void destroyContext(CUcontext context) {
        forgetCurrent();
        results.check(JCudaDriver.cuCtxDestroy(context), "cuCtxDestroy", context);
    }

    /** Makes a GPU's context the current one, unless it is. */
    void use(int gpu, CUcontext context) {
        if (!context.equals(current)) {
            results.setGpu(gpu);
            results.check(JCudaDriver.cuCtxSetCurrent(context), "cuCtxSetCurrent", context);
            current = context;
        }
    }

    /** Has the next {@link #use} ask the driver: another thread has taken over, to which the driver gave no context yet. */
    void forgetCurrent() {
        current = null;
    }

    void synchronize() {
        results.check(JCudaDriver.cuCtxSynchronize(), "cuCtxSynchronize");
    }

    /** Lets kernels and copies of the current context reach the memory of another. */
    void enablePeer(CUcontext other) {
        results.check(JCudaDriver.cuCtxEnablePeerAccess(other, 0), "cuCtxEnablePeerAccess", other);
    }

    /** Returns the address of new memory on the current GPU, or null when it has not that much left. */
    @Nullable
    DevicePointer allocate(long bytes) {
        DevicePointer pointer = new DevicePointer();
        int result = JCudaDriver.cuMemAlloc(pointer, bytes);
        if (result == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
            return null;
        }
        results.check(result, "cuMemAlloc", bytes);
        return pointer;
    }

    void free(DevicePointer pointer) {
        results.check(JCudaDriver.cuMemFree(pointer), "cuMemFree", pointer);
    }

    long freeBytes() {
        long[] free = new long[1];
        results.check(JCudaDriver.cuMemGetInfo(free, new long[1]), "cuMemGetInfo");
        return free[0];
    }

    /** Returns new pinned memory that every GPU can reach, or null when the host has not that much left. */
    @Nullable
    NativePointer allocateHost(int bytes) {
        NativePointer pointer = new NativePointer();
        int flags = JCudaDriver.CU_MEMHOSTALLOC_PORTABLE | JCudaDriver.CU_MEMHOSTALLOC_DEVICEMAP;
        int result = JCudaDriver.cuMemHostAlloc(pointer, bytes, flags);
        if (result == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
            return null;
        }
        results.check(result, "cuMemHostAlloc", bytes, flags);
        return pointer;
    }

    void freeHost(NativePointer pointer) {
        results.check(JCudaDriver.cuMemFreeHost(pointer), "cuMemFreeHost", pointer);
    }

    /**
     * Pins memory of the host, so that every GPU reaches it under the address that it has. Returns whether there was room.
     *
     * @throws IllegalStateException when GPUs would need an address of their own for it
     */
    boolean register(long address, long bytes) {
        NativePointer pointer = new NativePointer(address);
        int flags = JCudaDriver.CU_MEMHOSTREGISTER_PORTABLE | JCudaDriver.CU_MEMHOSTREGISTER_DEVICEMAP;
        int result = JCudaDriver.cuMemHostRegister(pointer, bytes, flags);
        if (result == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
            return false;
        }
        results.check(result, "cuMemHostRegister", address, bytes, flags);
        DevicePointer mapped = new DevicePointer();
        results.check(JCudaDriver.cuMemHostGetDevicePointer(mapped, pointer, 0), "cuMemHostGetDevicePointer", address);
        if (mapped.address() != address) {
            throw new IllegalStateException(
                    "the GPU reaches host memory at 0x%x under 0x%x".formatted(address, mapped.address()));
        }
        return true;
    }

    void unregister(long address) {
        results.check(JCudaDriver.cuMemHostUnregister(new NativePointer(address)), "cuMemHostUnregister", address);
    }

    /** Fills memory with zeros, before anything submitted later runs. */
    void clear(DevicePointer pointer, long bytes) {
        results.check(JCudaDriver.cuMemsetD8(pointer, (byte) 0, bytes), "cuMemsetD8", pointer, bytes);
        synchronize();
    }

    CUstream createStream() {
        CUstream stream = new CUstream();
        results.check(JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING), "cuStreamCreate");
        return stream;
    }

    /** Creates a stream of the highest priority that the current context's device has. */
    CUstream createHighPriorityStream() {
        int[] least = new int[1];
        int[] greatest = new int[1];
        results.check(JCudaDriver.cuCtxGetStreamPriorityRange(least, greatest), "cuCtxGetStreamPriorityRange");
        CUstream stream = new CUstream();
        results.check(
                JCudaDriver.cuStreamCreateWithPriority(stream, CUstream_flags.CU_STREAM_NON_BLOCKING, greatest[0]),
                "cuStreamCreateWithPriority",
                greatest[0]);
        return stream;
    }

    void destroyStream(CUstream stream) {
        results.check(JCudaDriver.cuStreamDestroy(stream), "cuStreamDestroy", stream);
    }

    /**
     * Returns whether everything in a stream is done.
     *
     * @throws CudaFailure when something in it, or on its GPU, went wrong: a wild address shows here
     */
    boolean isIdle(CUstream stream) {
        return results.isReady(JCudaDriver.cuStreamQuery(stream), "cuStreamQuery", stream);
    }

    /** Returns whether something in a stream is not done; not when something in it went wrong. */
    boolean isBusy(CUstream stream) {
        return JCudaDriver.cuStreamQuery(stream) == CUDA_ERROR_NOT_READY;
    }

    CUevent createEvent(boolean timed) {
        CUevent event = new CUevent();
        int flags = timed ? CUevent_flags.CU_EVENT_DEFAULT : CUevent_flags.CU_EVENT_DISABLE_TIMING;
        results.check(JCudaDriver.cuEventCreate(event, flags), "cuEventCreate", flags);
        return event;
    }

    void destroyEvent(CUevent event) {
        results.check(JCudaDriver.cuEventDestroy(event), "cuEventDestroy", event);
    }

    void record(CUevent event, CUstream stream) {
        int result = JCudaDriver.cuEventRecord(event, stream);
        if (result != CUDA_SUCCESS) {
            throw results.failure(result, "cuEventRecord", event, stream);
        }
    }

    boolean isDone(CUevent event) {
        return results.isReady(JCudaDriver.cuEventQuery(event), "cuEventQuery", event);
    }

    /** Returns the time from one event to another that came later in device time, in nanoseconds; both are done or about to be. */
    double elapsedNanos(CUevent from, CUevent to) {
        int result = JCudaDriver.cuEventElapsedTime(millis, from, to);
        if (result == CUDA_ERROR_NOT_READY) {
            // What follows an event in its stream can be seen before the event itself.
            results.check(JCudaDriver.cuEventSynchronize(from), "cuEventSynchronize", from);
            results.check(JCudaDriver.cuEventSynchronize(to), "cuEventSynchronize", to);
            result = JCudaDriver.cuEventElapsedTime(millis, from, to);
        }
        if (result != CUDA_SUCCESS) {
            throw results.failure(result, "cuEventElapsedTime", from, to);
        }
        return nanos(millis[0]);
    }

    /** Returns an event's time in nanoseconds; a float resolves 4 ns at 50 ms. */
    static double nanos(float millis) {
        return millis * 1e6;
    }

    /** Has a stream write a value when it has come there, after everything that its earlier work wrote. */
    void writeValue(CUstream stream, DevicePointer to, long value) {
        int result = JCudaDriver.cuStreamWriteValue64(
                stream, to, value, CUstreamWriteValue_flags.CU_STREAM_WRITE_VALUE_DEFAULT);
        if (result != CUDA_SUCCESS) {
            throw results.failure(result, "cuStreamWriteValue64", stream, to, value);
        }
    }

    /** Has a stream wait until a word is at least a value. */
    void awaitValue(CUstream stream, DevicePointer at, long value) {
        int result =
                JCudaDriver.cuStreamWaitValue64(stream, at, value, CUstreamWaitValue_flags.CU_STREAM_WAIT_VALUE_GEQ);
        if (result != CUDA_SUCCESS) {
            throw results.failure(result, "cuStreamWaitValue64", stream, at, value);
        }
    }

    /** Copies between any two places; the driver tells from the addresses which they are. */
    void copy(long to, long from, long bytes, CUstream stream) {
        int result = JCudaDriver.cuMemcpyAsync(new DevicePointer(to), new DevicePointer(from), bytes, stream);
        if (result != CUDA_SUCCESS) {
            throw results.failure(result, "cuMemcpyAsync", "0x%x".formatted(to), "0x%x".formatted(from), bytes, stream);
        }
    }

    /**
     * Returns a module, compiled for the current GPU.
     *
     * @throws CudaFailure with the compiler's log when it does not compile
     */
    CUmodule loadModule(String name, String ptx) {
        byte[] text = ptx.getBytes(StandardCharsets.UTF_8);
        byte[] image = Arrays.copyOf(text, text.length + 1);
        CUmodule module = new CUmodule();
        int result = JCudaDriver.cuModuleLoadData(module, image);
        if (result == CUresult.CUDA_ERROR_UNSUPPORTED_PTX_VERSION) {
            throw new InputException(
                    "the NVIDIA driver speaks CUDA %s, too old for the PTX of kernel module '%s': update the driver"
                            .formatted(versionText(driverVersion()), name));
        }
        results.check(result, "cuModuleLoadData", name, result == CUDA_SUCCESS ? "" : compilerLog(image));
        return module;
    }

    private static String compilerLog(byte[] image) {
        byte[] log = new byte[JIT_LOG_BYTES];
        JITOptions options = new JITOptions();
        options.putInt(CUjit_option.CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES, log.length);
        options.putBytes(CUjit_option.CU_JIT_ERROR_LOG_BUFFER, log);
        // It fails as the first try did; this one is for the log.
        int result = JCudaDriver.cuModuleLoadDataJIT(new CUmodule(), Pointer.to(image), options);
        return result == CUDA_SUCCESS ? "compiled at the second try" : text(log).strip();
    }

    void unloadModule(CUmodule module) {
        results.check(JCudaDriver.cuModuleUnload(module), "cuModuleUnload", module);
    }

    CUfunction function(CUmodule module, String name) {
        CUfunction function = new CUfunction();
        results.check(JCudaDriver.cuModuleGetFunction(function, module, name), "cuModuleGetFunction", name);
        return function;
    }

    int functionAttribute(CUfunction function, int attribute) {
        int[] value = new int[1];
        results.check(JCudaDriver.cuFuncGetAttribute(value, attribute, function), "cuFuncGetAttribute", attribute);
        return value[0];
    }

    void setFunctionAttribute(CUfunction function, int attribute, int value) {
        results.check(
                JCudaDriver.cuFuncSetAttribute(function, attribute, value), "cuFuncSetAttribute", attribute, value);
    }

    /** Launches a kernel. {@code parameters} points to an array of pointers to values, which the driver copies before it returns. */
    void launch(
            String name,
            CUfunction function,
            Dim grid,
            Dim block,
            int sharedBytes,
            CUstream stream,
            Pointer parameters) {
        int result = JCudaDriver.cuLaunchKernel(
                function,
                grid.x(),
                grid.y(),
                grid.z(),
                block.x(),
                block.y(),
                block.z(),
                sharedBytes,
                stream,
                parameters,
                null);
        if (result != CUDA_SUCCESS) {
            throw results.failure(result, "cuLaunchKernel", name, grid, block, sharedBytes + " shared bytes");
        }
    }

    private static String text(byte[] zeroTerminated) {
        String text = new String(zeroTerminated, StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }
}
