package dev.diptych.cli;

import static dev.diptych.cli.CommandLineFixture.diptych;
import static dev.diptych.cli.CommandLineFixture.repository;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.cli.CommandLineFixture.Said;
import dev.diptych.cli.sample.SampleText;
import dev.diptych.model.InputException;
import dev.diptych.systems.sampling.Sample;
import dev.diptych.systems.sampling.program.GraphFacts;
import dev.diptych.systems.sampling.program.ProgramBuilder;
import dev.diptych.traces.graph.Graph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code diptych sample}, held against the lines of a file. */
class SampleVerbTest {
    /** Ids with gaps, a self-loop, an edge that is there twice, and a vertex, 30, to which no edge leads. */
    private static final List<String> EDGES = List.of(
            "10 40",
            "40 40",
            "20 40",
            "20 40",
            "1000000007 40",
            "40 20",
            "10 20",
            "1000000007 10",
            "30 1000000007",
            "30 10");

    private static final String SEEDS = "40,20";

    @TempDir
    Path directory;

    private String file = "";

    @BeforeEach
    void writeGraph() throws IOException {
        Path graph = directory.resolve("small.el");
        Files.writeString(graph, "# A comment is no edge.\n" + String.join("\n", EDGES) + "\n");
        file = graph.toString();
    }

    private Said sample(String algorithm, String... more) {
        List<String> args =
                new ArrayList<>(List.of("sample", "--graph", file, "--algorithm", algorithm, "--seeds", SEEDS));
        args.addAll(Arrays.asList(more));
        return diptych(args);
    }

    private static List<JsonNode> json(Said said) {
        assertThat(said.err()).isEmpty();
        assertThat(said.code()).isEqualTo(Main.GOOD);
        return said.out().lines().map(new JsonMapper()::readTree).toList();
    }

    private List<JsonNode> samples(String algorithm, String... more) {
        List<String> options = new ArrayList<>(List.of("--json"));
        options.addAll(Arrays.asList(more));
        return json(sample(algorithm, options.toArray(String[]::new)));
    }

    private static List<Long> longs(JsonNode array) {
        List<Long> numbers = new ArrayList<>();
        array.forEach(number -> numbers.add(number.asLong()));
        return numbers;
    }

    private static int inDegree(List<String> edges, long vertex) {
        return (int) edges.stream().filter(edge -> edge.endsWith(" " + vertex)).count();
    }

    @Test
    void everyEdgeIsItsLine_andEveryVertexHasAsManyAsAskedForOrAll() {
        int[] fanouts = {2, 3};
        List<JsonNode> samples = samples("graphsage", "--fanouts", "2,3", "--sample-ids", "0..19");
        assertThat(samples).hasSize(20);
        for (int id = 0; id < samples.size(); id++) {
            JsonNode sample = samples.get(id);
            assertThat(sample.get("sampleId").asInt()).isEqualTo(id);
            assertThat(sample.get("layers").size()).isEqualTo(fanouts.length);
            Set<Long> reached = new LinkedHashSet<>(List.of(40L, 20L));
            for (int layer = 0; layer < fanouts.length; layer++) {
                JsonNode edges = sample.get("layers").get(layer);
                assertThat(edges.has("weight")).isFalse();
                List<Long> sources = longs(edges.get("src"));
                List<Long> destinations = longs(edges.get("dst"));
                List<Long> lines = longs(edges.get("edge"));
                assertThat(lines).doesNotHaveDuplicates().hasSameSizeAs(sources);
                for (int i = 0; i < lines.size(); i++) {
                    assertThat(EDGES.get(lines.get(i).intValue()))
                            .isEqualTo(sources.get(i) + " " + destinations.get(i));
                }
                assertThat(reached).containsAll(destinations);
                for (long vertex : reached) {
                    assertThat(destinations.stream().filter(other -> other == vertex))
                            .hasSize(Math.min(fanouts[layer], inDegree(EDGES, vertex)));
                }
                reached.addAll(sources);
            }
            assertThat(longs(sample.get("nodes"))).containsExactlyElementsOf(reached);
        }
    }

    @Test
    void relabelledEdges_arePlacesAmongTheVertices() {
        List<String> options = List.of("--fanouts", "2,3", "--sample-ids", "0..5", "--relabel");
        List<JsonNode> samples = samples("graphsage", options.toArray(String[]::new));
        for (JsonNode sample : samples) {
            List<Long> nodes = longs(sample.get("nodes"));
            for (JsonNode layer : sample.get("layers")) {
                assertThat(longs(layer.get("row")).stream().map(place -> nodes.get(place.intValue())))
                        .containsExactlyElementsOf(longs(layer.get("src")));
                assertThat(longs(layer.get("col")).stream().map(place -> nodes.get(place.intValue())))
                        .containsExactlyElementsOf(longs(layer.get("dst")));
            }
        }
        List<String> onSim = new ArrayList<>(options);
        onSim.addAll(List.of("--backend", "sim"));
        assertThat(samples("graphsage", onSim.toArray(String[]::new))).isEqualTo(samples);
        assertThat(samples("graphsage").get(0).get("layers").get(0).has("row")).isFalse();
    }

    @Test
    void walksFollowEdges_andEndWhereNoneLeads() {
        Set<Integer> lengths = new HashSet<>();
        for (JsonNode sample :
                samples("deep-walk", "--sample-ids", "0..29", "--param", "length=5", "--param", "walks=2")) {
            assertThat(sample.has("nodes")).isFalse();
            JsonNode walks = sample.get("walks");
            assertThat(walks.size()).isEqualTo(4);
            for (int i = 0; i < walks.size(); i++) {
                List<Long> walk = longs(walks.get(i));
                assertThat(walk.get(0)).isEqualTo(i < 2 ? 40 : 20);
                for (int step = 1; step < walk.size(); step++) {
                    assertThat(EDGES).contains(walk.get(step) + " " + walk.get(step - 1));
                }
                if (walk.size() < 6) {
                    assertThat(walk.get(walk.size() - 1)).isEqualTo(30);
                }
                lengths.add(walk.size());
            }
        }
        assertThat(lengths).contains(6).hasSizeGreaterThan(1).allMatch(length -> length <= 6);
    }

    @Test
    void aSampleIsAFunctionOfItsId() {
        List<String> lines = sample("graphsage", "--json", "--fanouts", "2,2", "--sample-ids", "5,0..20,5")
                .out()
                .lines()
                .toList();
        assertThat(lines).hasSize(23);
        assertThat(lines.get(22)).isEqualTo(lines.get(0)).isEqualTo(lines.get(6));
        Set<String> different = new HashSet<>();
        lines.forEach(line -> different.add(line.substring(line.indexOf("layers"))));
        assertThat(different).hasSizeGreaterThan(5);
        assertThat(sample("graphsage", "--json", "--fanouts", "2,2", "--sample-ids", "5,0..20,5", "--seed", "2")
                        .out())
                .isNotEqualTo(String.join("\n", lines) + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "graphsage,fanouts=[2;3]",
        "labor,fanouts=[2;3]",
        "kgcn,fanouts=[2;3]",
        "deep-walk,length=7",
        "node2vec,length=7",
        "shadow,fanouts=[2;2]",
        "graphsaint,length=3"
    })
    void kernelsTakeTheSame(String algorithm, String param) {
        String[] options = {"--sample-ids", "0..4", "--param", param.replace(';', ','), "--json"};
        List<String> onSim = new ArrayList<>(Arrays.asList(options));
        onSim.addAll(List.of("--backend", "sim", "--batch", "2", "--check"));
        Said kernels = sample(algorithm, onSim.toArray(String[]::new));
        assertThat(kernels.code()).isEqualTo(Main.GOOD);
        assertThat(kernels.err()).isEqualToNormalizingNewlines("5 samples of 5 are the reference's\n");
        assertThat(kernels.out()).isEqualTo(sample(algorithm, options).out()).isNotEmpty();
    }

    @Test
    void weightsOfAColumnSumToOne() {
        for (JsonNode sample : samples("ladies", "--fanouts", "2,3", "--sample-ids", "0..9")) {
            for (JsonNode layer : sample.get("layers")) {
                Map<Long, Double> sums = new HashMap<>();
                for (int i = 0; i < layer.get("dst").size(); i++) {
                    sums.merge(
                            layer.get("dst").get(i).asLong(),
                            layer.get("weight").get(i).asDouble(),
                            Double::sum);
                }
                assertThat(sums).isNotEmpty();
                assertThat(sums.values()).allSatisfy(sum -> assertThat(sum).isCloseTo(1, within(1e-6)));
            }
        }
    }

    /** Edges between 40 and 20 are left out; 1000000007 is one step from 40, and two from 20 by way of 10. */
    @Test
    void labelsStandBesideVertices() {
        JsonNode sample = samples("seal", "--param", "hops=1").get(0);
        assertThat(longs(sample.get("layers").get(0).get("edge"))).containsExactlyInAnyOrder(0L, 1L, 4L, 6L, 7L);
        Map<Long, Long> labels = new HashMap<>();
        for (int i = 0; i < sample.get("nodes").size(); i++) {
            labels.put(
                    sample.get("nodes").get(i).asLong(),
                    sample.get("labels").get(i).asLong());
        }
        assertThat(labels).isEqualTo(Map.of(40L, 1L, 20L, 1L, 10L, 2L, 1000000007L, 3L));
    }

    /** What walks visit is no edge of the file. */
    @Test
    void visitsAreNoEdges() {
        JsonNode layer = samples("pinsage").get(0).get("layers").get(0);
        assertThat(longs(layer.get("edge"))).isNotEmpty().allMatch(edge -> edge == -1);
        assertThat(layer.get("weight").size()).isEqualTo(layer.get("src").size());
    }

    @Test
    void peopleAreToldSizesAndDigests() {
        Said said = sample("graphsage", "--fanouts", "2,3", "--sample-ids", "3..5");
        assertThat(said.code()).isEqualTo(Main.GOOD);
        List<String> lines = said.out().lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).contains("columns 1", "edges 2", "nodes", "digest");
        // Each of both seeds has two in-edges at least.
        assertThat(lines.get(1)).matches(" *3 +2 +4 +\\d+ +\\d+ +\\d+  [0-9a-f]{16}");
    }

    @Test
    void seedsMayComeFromAFile_andGraphsFromARule() throws IOException {
        Path seeds = Files.writeString(directory.resolve("seeds.txt"), "3 0\n\n17\t4\n");
        JsonNode sample = json(diptych(
                        "sample",
                        "--graph",
                        "{name: star, degree: 20, undirected: false}",
                        "--algorithm",
                        "graphsage",
                        "--seeds",
                        seeds.toString(),
                        "--param",
                        "fanouts=[6]",
                        "--json"))
                .get(0);
        assertThat(longs(sample.get("nodes"))).startsWith(3L, 0L, 17L, 4L);
        assertThat(longs(sample.get("layers").get(0).get("dst"))).hasSize(6).containsOnly(0L);
    }

    @Test
    void featuresAreDrawnForWhatNeedsThem() {
        assertThat(samples("pass", "--features", "8", "--fanouts", "2")
                        .get(0)
                        .get("layers")
                        .get(0)
                        .get("weight")
                        .size())
                .isEqualTo(4);
        assertThat(sample("pass").err()).hasLineCount(1).contains("features: the vertices have none");
    }

    /** SNAP's ego-Facebook: samples by kernels, whose edges are pairs of the file, in one way or the other. */
    @Test
    void aGraphOfTheRepository() throws IOException {
        Path facebook = repository("experiments/data/graphs/facebook.txt.gz");
        List<String> edges;
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(facebook))) {
            edges = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
        String[] args = {
            "sample",
            "--graph",
            facebook.toString(),
            "--undirected",
            "--algorithm",
            "graphsage",
            "--seeds",
            "0,107,4038",
            "--fanouts",
            "5,3",
            "--json"
        };
        JsonNode sample = json(diptych(args)).get(0);
        JsonNode first = sample.get("layers").get(0);
        assertThat(longs(first.get("dst"))).hasSize(15);
        for (JsonNode layer : sample.get("layers")) {
            for (int i = 0; i < layer.get("edge").size(); i++) {
                String source = layer.get("src").get(i).asString();
                String destination = layer.get("dst").get(i).asString();
                assertThat(edges.get(layer.get("edge").get(i).asInt()))
                        .isIn(source + " " + destination, destination + " " + source);
            }
        }
        List<String> onSim = new ArrayList<>(Arrays.asList(args));
        onSim.addAll(List.of("--backend", "sim"));
        assertThat(json(diptych(onSim)).get(0)).isEqualTo(sample);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "graphsage | --param typo=1 | --param typo: no key is named 'typo' here; known: fanouts",
                "graphsage | --param fanouts | --param fanouts: should be key=value",
                "graphsage | --param fanouts=[a] | --param fanouts: 'fanouts' should be a whole number",
                "graphsage | --param fanouts=[] | setting 'fanouts' is empty; it should have at least one number",
                "ladies | --param counts=[] | setting 'counts' is empty; it should have at least one number",
                "graphsage | --fanouts 0 | selectEach: 0 edges; at least 1 is selected",
                "graphsage | --fanouts x | '--fanouts'",
                "graphsage | --fanouts 2 --param fanouts=[3] | --fanouts and --param fanouts set the same",
                "deep-walk | --fanouts 2 | algorithm deep-walk has no numbers for each layer; its settings are length, walks",
                "deep-walk | --param length=0 | walk: 0 steps",
                "seal | --fanouts 2 | algorithm seal has no numbers for each layer; its settings are hops, fanout",
                "graphsage | --sample-ids -1 | '--sample-ids'",
                "graphsage | --sample-ids 5..2 | a range ascends",
                "graphsage | --sample-ids 1,,2 | should be numbers and ranges",
                "graphsage | --sample-ids 2147483647 | below 2147483647",
                "graphsage | --backend typo | --backend typo: known are reference, cuda, sim",
                "graphsage | --check | --platform, --batch and --check are for kernels",
                "graphsage | --backend sim --batch 0 | --batch 0",
                "graphsage | --backend sim --platform typo | no platform is named 'typo'",
                "graphsage | --features -1 | '--features'",
                "graphsage | --features=-1 | --features -1: should be 0 or more",
                "gcn-bs | --backend sim | Binary at BanditChances.java:",
                "vr-gcn | --backend sim | Columns at VrGcn.java:",
                "typo | --json | no sampling algorithm is named 'typo'; known: as-gcn, deep-walk"
            })
    void badOptionsAreOneLine(String algorithm, String options, String fragment) {
        assertRefused(sample(algorithm, options.split(" ")), fragment);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "41 | --seeds: the graph has no vertex 41; it has 5, from 10 to 1000000007",
                "99999999999999999999 | --seeds: '99999999999999999999' should be an id",
                "'' | --seeds '': should be ids with commas between them, or a file",
                "10;20 | --seeds '10;20': should be ids with commas between them, or a file",
                "10, | --seeds '10,'"
            })
    void badSeedsAreOneLine(String seeds, String fragment) {
        assertRefused(diptych("sample", "--graph", file, "--algorithm", "graphsage", "--seeds", seeds), fragment);
    }

    @Test
    void badFilesAreOneLine() throws IOException {
        Path seeds = Files.writeString(directory.resolve("seeds.txt"), "10\n20 x\n");
        String[] args = {"sample", "--graph", file, "--algorithm", "graphsage", "--seeds", seeds.toString()};
        assertRefused(diptych(args), "seeds.txt:2: 'x' should be an id");
        Files.writeString(seeds, " \n");
        assertRefused(diptych(args), "seeds.txt: holds no id");
        Files.write(seeds, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertRefused(diptych(args), "seeds.txt: is not UTF-8 text");

        Files.writeString(Path.of(file), "");
        assertRefused(sample("graphsage"), "small.el: lists no edge");
        Files.writeString(Path.of(file), "1 2\n3\n");
        assertRefused(sample("graphsage"), "small.el:2: has 1 field(s)");
        Files.delete(Path.of(file));
        assertRefused(sample("graphsage"), "small.el: there is no such file");
        file = "{name: typo}";
        assertRefused(sample("graphsage"), "--graph: no source of graphs is named 'typo'");
        file = "{name: star}";
        assertRefused(sample("graphsage", "--undirected"), "--undirected is for files");
    }

    @Test
    void whatOnlySamplingFindsIsOneLine() {
        assertRefused(
                diptych("sample", "--graph", file, "--algorithm", "seal", "--seeds", "40"),
                "a link has two different vertices");
    }

    private static void assertRefused(Said said, String fragment) {
        assertThat(said.err()).hasLineCount(1).startsWith("diptych: ").contains(fragment);
        assertThat(said.out()).isEmpty();
        assertThat(said.code()).isEqualTo(Main.BAD_INPUT);
    }

    @Test
    void aDifferenceIsToldByTheSamplesId() {
        Sample wanted = new Sample(
                7, List.of(), List.of(), List.of(new Sample.Vertices(new int[] {1, 2}, new float[0])), List.of());
        Sample other = new Sample(
                7, List.of(), List.of(), List.of(new Sample.Vertices(new int[] {1, 3}, new float[0])), List.of());
        assertThat(SampleText.difference(wanted, wanted)).isEmpty();
        assertThat(SampleText.difference(other, wanted)).startsWith("sample 7: its digest is ");
    }

    @Test
    void thereIsAPlaceForOneListOfVertices() {
        ProgramBuilder program = new ProgramBuilder(new GraphFacts(2, false, 0, 1));
        program.vertices(program.seeds());
        program.vertices(program.seeds());
        Graph graph = Graph.of(2, new int[] {0}, new int[] {1}, new float[0]);
        assertThatThrownBy(() -> new SampleText(graph, program.build()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("2 lists of vertices");
    }
}
