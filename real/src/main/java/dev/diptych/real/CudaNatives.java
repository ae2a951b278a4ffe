package dev.diptych.real;

import dev.diptych.model.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import jcuda.JCudaVersion;
import jcuda.LibUtils;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;

/**
 * JCuda's native library, loaded once per JVM.
 *
 * <p>JCuda looks on {@code java.library.path} first, then for a file of the library's name in {@code java.io.tmpdir}, and writes that
 * file from its jar only if there is none. The system property {@value #DIRECTORY} names a directory to take the library from instead:
 * it stands in for the temporary directory while JCuda loads, so that an installation with unpacked libraries needs neither the jar nor a
 * writable temporary directory, and nobody else's file there is ever loaded.
 */
final class CudaNatives {
    static final String DIRECTORY = "diptych.natives";

    private static final String TEMPORARY = "java.io.tmpdir";

    /** Why there is no library. A class that failed to initialise says so only once, so the reason is kept. */
    private static final @Nullable String PROBLEM = load();

    private CudaNatives() {}

    /**
     * Returns when the library is there.
     *
     * @throws InputException when it is not: no driver, or no library for this machine
     */
    static void require() {
        if (PROBLEM != null) {
            throw new InputException(PROBLEM);
        }
    }

    private static @Nullable String load() {
        String directory = System.getProperty(DIRECTORY);
        if (directory == null) {
            return initialize();
        }
        String file =
                LibUtils.createLibraryFileName(LibUtils.createPlatformLibraryName("JCudaDriver-" + JCudaVersion.get()));
        if (!Files.isRegularFile(Path.of(directory, file))) {
            return "-D%s=%s: there is no %s in that directory; unpack it there from the jcuda-natives jar"
                    .formatted(DIRECTORY, directory, file);
        }
        String temporary = System.getProperty(TEMPORARY);
        System.setProperty(TEMPORARY, directory);
        try {
            return initialize();
        } finally {
            System.setProperty(TEMPORARY, temporary);
        }
    }

    private static @Nullable String initialize() {
        try {
            JCudaDriver.setExceptionsEnabled(false);
            return null;
        } catch (LinkageError | RuntimeException e) {
            return explain(String.valueOf(e.getMessage()));
        }
    }

    static String explain(String message) {
        if (message.contains("libcuda.so")) {
            return "no NVIDIA driver was found (libcuda.so.1 cannot be loaded): run with --backend sim, or install the driver";
        }
        String reason = message.lines()
                .filter(line -> line.contains("UnsatisfiedLinkError") || line.contains("NullPointerException"))
                .reduce((first, last) -> last)
                .orElse(message.lines().findFirst().orElse("no reason given"));
        return "JCuda's native library cannot be loaded (%s): run with --backend sim, or name its directory with -D%s"
                .formatted(reason.strip(), DIRECTORY);
    }
}
