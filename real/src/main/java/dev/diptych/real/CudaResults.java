package dev.diptych.real;

import static jcuda.driver.CUresult.CUDA_ERROR_NOT_READY;
import static jcuda.driver.CUresult.CUDA_SUCCESS;

import java.util.Arrays;
import java.util.stream.Collectors;
import jcuda.driver.JCudaDriver;

/**
 * Results of driver calls: success, or a {@link CudaFailure} that names call, arguments and GPU, with the driver's own name and
 * description of the error.
 *
 * <p>JCuda can throw by itself, but its messages name neither call nor arguments, and it would throw for each poll of an event that is
 * not ready. So its exceptions stay off.
 */
final class CudaResults {
    private String where = "";

    /** Says which GPU calls go to from now on. */
    void setGpu(int index) {
        where = " on gpu" + index;
    }

    void check(int result, String call, Object... arguments) {
        if (result != CUDA_SUCCESS) {
            throw failure(result, call, arguments);
        }
    }

    /** Returns whether a question was answered with yes, not with "not ready". */
    boolean isReady(int result, String call, Object argument) {
        if (result == CUDA_SUCCESS) {
            return true;
        }
        if (result == CUDA_ERROR_NOT_READY) {
            return false;
        }
        throw failure(result, call, argument);
    }

    CudaFailure failure(int result, String call, Object... arguments) {
        String list = Arrays.stream(arguments).map(String::valueOf).collect(Collectors.joining(", "));
        return new CudaFailure("%s(%s)%s failed: %s".formatted(call, list, where, describe(result)));
    }

    /** Returns an error's name and description. */
    static String describe(int result) {
        String[] name = new String[1];
        String[] description = new String[1];
        boolean known = JCudaDriver.cuGetErrorName(result, name) == CUDA_SUCCESS
                && JCudaDriver.cuGetErrorString(result, description) == CUDA_SUCCESS;
        return known ? name[0] + ", " + description[0] : "error " + result;
    }
}
