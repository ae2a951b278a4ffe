package dev.diptych.kernels;

import java.io.InputStream;
import java.util.List;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What {@code scripts/native-build} wrote about the kernels that it compiled, field for field. */
record Manifest(List<CompiledModule> modules) {

    // A manifest from another version of the script must not load with half its fields.
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    Manifest {
        modules = List.copyOf(modules);
    }

    static Manifest read(InputStream json) {
        return MAPPER.readValue(json, Manifest.class);
    }

    /**
     * One CUDA source and its PTX.
     *
     * @param source the CUDA file, as a path from the folder of all sources
     * @param sourceSha256 of the source closure, by the algorithm that {@code scripts/native-build} documents
     * @param ptxSha256 of the PTX text with LF line ends
     * @param file the PTX, as a path from the manifest's folder
     * @param nvcc version of the compiler
     * @param target virtual architecture of the PTX
     * @param measuredFor architecture for which registers and shared memory were measured
     * @param sources the closure's file names, sorted
     */
    record CompiledModule(
            String module,
            String source,
            String sourceSha256,
            String ptxSha256,
            String file,
            String nvcc,
            String target,
            String measuredFor,
            List<String> sources,
            List<Entry> entries) {
        CompiledModule {
            sources = List.copyOf(sources);
            entries = List.copyOf(entries);
        }
    }

    /** A kernel of a module. */
    record Entry(String name, int registersPerThread, int staticSharedBytes, List<KernelEntry.Parameter> parameters) {
        Entry {
            parameters = List.copyOf(parameters);
        }

        KernelEntry of(String module) {
            return new KernelEntry(module, name, registersPerThread, staticSharedBytes, parameters);
        }
    }
}
