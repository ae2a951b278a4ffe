package dev.diptych.solver;

import com.google.ortools.Loader;
import com.google.ortools.init.OrToolsVersion;

/** OR-Tools' native libraries, loaded once a JVM on first use. */
public final class OrTools {
    private OrTools() {}

    /** Loads the libraries if that has not been done, and returns their version. */
    public static String load() {
        Loader.loadNativeLibraries();
        return OrToolsVersion.getVersionString();
    }
}
