package dev.diptych.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The checked-in PTX against the CUDA sources on disk. If one of these fails, run {@code scripts/native-build} and commit what it
 * writes. The hash of a source closure is computed here a second time, from the description in that script.
 */
final class CompiledSourcesTest {

    // Surefire sets basedir to the module's folder; an IDE starts tests in it.
    private static final Path SOURCES = Path.of(System.getProperty("basedir", ""), "src", "main", "cuda");
    private static final Pattern INCLUDE = Pattern.compile("^\\s*#\\s*include\\s*\"([^\"]+)\"", Pattern.MULTILINE);

    private final Manifest manifest = KernelCatalog.manifest();

    @Test
    void compilesEverySource() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<String> sources = files.map(
                            file -> SOURCES.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> name.endsWith(".cu"))
                    .toList();
            assertThat(manifest.modules())
                    .extracting(Manifest.CompiledModule::source)
                    .containsExactlyInAnyOrderElementsOf(sources);
        }
    }

    @Test
    void namesAModuleAfterItsSource() {
        assertThat(manifest.modules())
                .extracting(Manifest.CompiledModule::module)
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(manifest.modules())
                .allSatisfy(module -> assertThat("/" + module.source()).endsWith("/" + module.module() + ".cu"));
    }

    @Test
    void compiledThePtxFromTheSourcesOnDisk() throws IOException {
        for (Manifest.CompiledModule module : manifest.modules()) {
            Map<String, String> closure = new TreeMap<>();
            addToClosure(module.source(), closure);
            String lines = closure.entrySet().stream()
                    .map(file -> sha256(file.getValue()) + "  " + file.getKey() + "\n")
                    .collect(Collectors.joining());

            assertThat(module.sources()).as(module.module()).containsExactlyElementsOf(closure.keySet());
            assertThat(module.sourceSha256())
                    .as("%s.ptx is older than its sources: run scripts/native-build", module.module())
                    .isEqualTo(sha256(lines));
        }
    }

    @Test
    void leavesThePtxAsTheCompilerWroteIt() {
        KernelCatalog catalog = KernelCatalog.load();

        for (Manifest.CompiledModule module : manifest.modules()) {
            String ptx = catalog.ptx(module.module()).replace("\r", "");
            assertThat(module.ptxSha256())
                    .as("%s was changed by hand: run scripts/native-build", module.file())
                    .isEqualTo(sha256(ptx));
        }
    }

    private static void addToClosure(String file, Map<String, String> closure) throws IOException {
        if (closure.containsKey(file)) {
            return;
        }
        String text = Files.readString(SOURCES.resolve(file)).replace("\r", "");
        closure.put(file, text);
        List<String> included = INCLUDE.matcher(text)
                .results()
                .map((MatchResult include) -> include.group(1))
                .toList();
        for (String next : included) {
            addToClosure(next, closure);
        }
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
