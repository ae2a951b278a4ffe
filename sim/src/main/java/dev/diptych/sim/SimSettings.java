package dev.diptych.sim;

/**
 * Settings of the simulated panel.
 *
 * @param hardwareQueues of each GPU, as {@code CUDA_DEVICE_MAX_CONNECTIONS} sets them; 0 for as many as the platform says
 */
public record SimSettings(int hardwareQueues) {
    public SimSettings {
        if (hardwareQueues < 0) {
            throw new IllegalArgumentException(
                    "hardwareQueues is a number of queues, or 0 for the platform's, but is " + hardwareQueues);
        }
    }
}
