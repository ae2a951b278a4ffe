package dev.diptych.model.placement.problems;

import dev.diptych.model.config.Json;
import dev.diptych.model.placement.HotnessFile;
import dev.diptych.model.placement.HotnessHistogram;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Histograms from run logs that SJTU-IPADS/ugache published, {@code experiments/data/hotness/ugache.json}: GraphSAGE on
 * papers100M, supervised on eight A100 and unsupervised on four V100; DLRM on Zipf-1.2 keys (SYN-A) and on Criteo-TB, on eight A100.
 */
public final class PublishedHotness {
    public static final String PAPERS = "PA_sage_sup_8A100";
    public static final String PAPERS_UNSUPERVISED = "PA_sage_unsup_4V100";
    public static final String SYNTHETIC = "SYNA_dlrm_8A100";
    public static final String CRITEO = "CR_dlrm_8A100";

    private PublishedHotness() {}

    /** Returns a histogram by its name. */
    public static HotnessHistogram histogram(String name) {
        try (InputStream stream = PublishedHotness.class.getResourceAsStream("ugache.json")) {
            if (stream == null) {
                throw new IllegalStateException("ugache.json is not on the class path");
            }
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return HotnessFile.of(Json.parse(text, "ugache.json"), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
