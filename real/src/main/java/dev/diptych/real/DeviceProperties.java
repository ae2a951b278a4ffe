package dev.diptych.real;

import static jcuda.driver.CUdevice_attribute.*;

import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import jcuda.driver.CUdevice;

/**
 * What the driver says of one GPU.
 *
 * @param uuid as {@code nvidia-smi -L} writes it
 * @param clockKilohertz the SM clock's maximum; the driver API does not tell the present one
 * @param memoryClockKilohertz likewise
 * @param sharedBytesPerBlock the most that one block may ask for, after opting in
 * @param streamWrites whether a stream can write 64-bit values by itself
 */
record DeviceProperties(
        int index,
        String name,
        String uuid,
        int capability,
        int sms,
        long memoryBytes,
        int l2Bytes,
        int clockKilohertz,
        int memoryClockKilohertz,
        int memoryBusBits,
        int threadsPerBlock,
        int registersPerBlock,
        int sharedBytesPerBlock,
        int copyEngines,
        boolean unifiedAddressing,
        boolean streamWrites) {

    static DeviceProperties read(Cuda cuda, int index) {
        CUdevice device = cuda.device(index);
        return new DeviceProperties(
                index,
                cuda.deviceName(device),
                uuidText(cuda.deviceUuid(device)),
                10 * cuda.deviceAttribute(device, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
                        + cuda.deviceAttribute(device, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR),
                cuda.deviceAttribute(device, CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
                cuda.deviceMemoryBytes(device),
                cuda.deviceAttribute(device, CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE),
                cuda.deviceAttribute(device, CU_DEVICE_ATTRIBUTE_CLOCK_RATE),
                cuda.deviceAttribute(device, CU_DEVICE_ATTRIBUTE_MEMORY_CLOCK_RATE),
                cuda.deviceAttribute(device, CU_DEVICE_ATTRIBUTE_GLOBAL_MEMORY_BUS_WIDTH),
                cuda.deviceAttribute(device, CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK),
                cuda.deviceAttribute(device, CU_DEVICE_ATTRIBUTE_MAX_REGISTERS_PER_BLOCK),
                cuda.deviceAttribute(device, CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN),
                cuda.deviceAttribute(device, CU_DEVICE_ATTRIBUTE_ASYNC_ENGINE_COUNT),
                cuda.deviceAttribute(device, CU_DEVICE_ATTRIBUTE_UNIFIED_ADDRESSING) != 0,
                cuda.deviceAttribute(device, CU_DEVICE_ATTRIBUTE_CAN_USE_64_BIT_STREAM_MEM_OPS) != 0);
    }

    /** Returns 16 bytes in groups of 4, 2, 2, 2 and 6. */
    static String uuidText(byte[] bytes) {
        String hex = HexFormat.of().formatHex(bytes);
        return "GPU-%s-%s-%s-%s-%s"
                .formatted(
                        hex.substring(0, 8),
                        hex.substring(8, 12),
                        hex.substring(12, 16),
                        hex.substring(16, 20),
                        hex.substring(20));
    }

    /** Returns the properties by name, each name starting with the GPU's. */
    SortedMap<String, String> facts() {
        SortedMap<String, String> facts = new TreeMap<>();
        String gpu = "gpu" + index + ".";
        facts.put(gpu + "name", name);
        facts.put(gpu + "uuid", uuid);
        facts.put(gpu + "computeCapability", capability / 10 + "." + capability % 10);
        facts.put(gpu + "sms", String.valueOf(sms));
        facts.put(gpu + "memoryBytes", String.valueOf(memoryBytes));
        facts.put(gpu + "l2Bytes", String.valueOf(l2Bytes));
        facts.put(gpu + "maxClockMegahertz", String.valueOf(clockKilohertz / 1000));
        facts.put(gpu + "maxMemoryClockMegahertz", String.valueOf(memoryClockKilohertz / 1000));
        facts.put(gpu + "memoryBusBits", String.valueOf(memoryBusBits));
        facts.put(gpu + "sharedBytesPerBlock", String.valueOf(sharedBytesPerBlock));
        facts.put(gpu + "copyEngines", String.valueOf(copyEngines));
        facts.put(gpu + "streamWrites", String.valueOf(streamWrites));
        return facts;
    }
}
