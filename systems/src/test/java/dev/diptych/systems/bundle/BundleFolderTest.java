package dev.diptych.systems.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import dev.diptych.traces.NpyType;
import dev.diptych.traces.NpzFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleFolderTest {
    private static final String MODEL = """
            {"storage": [{"name": "data", "size": 12, "stype": "float32"}, {"name": "p0", "size": 3, "stype": "float32"},
             {"name": "null", "size": 7, "stype": "byte"}, {"name": "output", "size": 4, "stype": "float32"}],
             "kernels": [{"name": "first", "launch_params": [4, 3, 2, 32, 2, 1], "args": [0, 1, 2]},
             {"name": "second", "launch_params": [1, 1, 1, 100, 1, 1], "args": [2, 3]}],
             "args": [0, 1], "shared_memory": {"first": 48, "second": 400}}
            """;

    private static final String PTX = """
            .version 7.0
            .target sm_70
            .address_size 64
            .extern .shared .align 16 .b8 buffer[];
            // .entry second( in a comment
            .visible .entry first(.param .u64 a, .param .u64 b, .param .u64 c) { ret; }
            .visible .entry second(.param .u64 a, .param .u64 b) { .reg .b32 %r<2>; mov.u32 %r1, buffer; ret; }
            .visible .entry number(.param .u64 a, .param .u32 n) { ret; }
            """;

    @TempDir
    Path directory;

    @BeforeEach
    void writesTheBundle() throws IOException {
        Files.writeString(directory.resolve("model.json"), MODEL);
        Files.writeString(directory.resolve("kernels.ptx"), PTX);
    }

    @Test
    void readsWhatAnyoneWrote() {
        Bundle bundle = BundleFolder.read(directory);

        assertThat(bundle.inputStorage().count()).isEqualTo(12);
        assertThat(bundle.outputStorage().bytes()).isEqualTo(16);
        assertThat(bundle.storages()).extracting(Storage::isGiven).containsExactly(true, true, false, false);
        BundleKernel first = bundle.kernels().get(0);
        assertThat(first.kernel().module())
                .isEqualTo(directory.resolve("kernels.ptx").toString());
        assertThat(first.grid()).isEqualTo(new Dim(4, 3, 2));
        assertThat(first.block()).isEqualTo(new Dim(32, 2, 1));
        assertThat(first.args()).containsExactly(0, 1, 2);
    }

    @Test
    void sharedMemoryIsTheLaunchsWhereTheKernelDoesNotSizeIt() {
        Bundle bundle = BundleFolder.read(directory);

        assertThat(bundle.kernels().get(0).kernel().staticSharedBytes()).isEqualTo(48);
        assertThat(bundle.kernels().get(0).dynamicSharedBytes()).isZero();
        assertThat(bundle.kernels().get(1).kernel().staticSharedBytes()).isZero();
        assertThat(bundle.kernels().get(1).dynamicSharedBytes()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"name\": \"second\", \"launch | \"name\": \"third\", \"launch | launch 1, 'third': no .ptx file of '%s' defines kernel 'third'; defined: first, number, second",
                "\"args\": [2, 3] | \"args\": [2, 4] | launch 1, 'second' names storage 4; there are 4, from 0 on",
                "\"args\": [2, 3] | \"args\": [-1, 3] | launch 1, 'second' names storage -1; there are 4, from 0 on",
                "\"args\": [2, 3] | \"args\": [2, 3, 3] | launch 1, 'second': kernel 'second' is given 3 storages, but takes 2 parameters",
                "\"args\": [2, 3] | \"args\": [2, 2] | no kernel is given storage 'output'",
                "\"args\": [0, 1, 2] | \"args\": [1, 1, 2] | no kernel is given storage 'data'",
                "\"name\": \"second\", \"launch | \"name\": \"number\", \"launch | launch 1, 'number': kernel 'number' takes 'n', a .u32; a bundle passes addresses alone",
                "\"size\": 7 | \"size\": -7 | storage 2, 'null': has -7 elements; it should have from 1 to 2147483647",
                "\"size\": 3 | \"size\": 0 | storage 1, 'p0': has 0 elements; it should have from 1 to 536870911",
                "\"byte\" | \"complex\" | storage 2, 'null': no type of elements is named 'complex'; known: float32, float16, float64, int8, uint8, byte, int32, uint32, int64, bool",
                "\"args\": [0, 1], | \"args\": [0, 9], | 'args' names storage 9; there are 4, from 0 on",
                "\"args\": [0, 1], | \"args\": [0, 0], | 'args' names storage 0 twice",
                "\"args\": [0, 1], | \"args\": [1], | 'args' should name storage 'data', which is given, and not 'output', which is made",
                "\"args\": [0, 1], | \"args\": [0, 2], | storage 2, 'null': only float32 can be drawn, and there is no weights.npz",
                "\"first\": 48 | \"first\": -48 | 'shared_memory' of kernel 'first' is -48",
                "[4, 3, 2, 32, 2, 1] | [4, 3, 2, 32, 2] | launch 0, 'first': 'launch_params' is [4, 3, 2, 32, 2]; it should be blocks in x, y and z, of these at most 65535, and threads in x, y and z, at most 1024 together",
                "[4, 3, 2, 32, 2, 1] | [4, 3, 0, 32, 2, 1] | launch 0, 'first': 'launch_params' is [4, 3, 0, 32, 2, 1]; it should be blocks in x, y and z, of these at most 65535, and threads in x, y and z, at most 1024 together",
                "[4, 3, 2, 32, 2, 1] | [4, 3, 2, 32, 33, 1] | launch 0, 'first': 'launch_params' is [4, 3, 2, 32, 33, 1]; it should be blocks in x, y and z, of these at most 65535, and threads in x, y and z, at most 1024 together",
                "\"output\" | \"result\" | 0 storages are named 'output'; there should be one",
                "\"shared_memory\" | \"batch\": 5, \"shared_memory\" | storages 'data' and 'output' of 12 and 4 elements are not those of a batch of 5",
                "\"shared_memory\" | \"batch\": 0, \"shared_memory\" | 'batch' is 0; it should be 1 or more"
            })
    void saysInOneLineWhatIsWrong(String right, String wrong, String reason) throws IOException {
        assertThat(MODEL).contains(right);
        Files.writeString(directory.resolve("model.json"), MODEL.replace(right, wrong));

        assertThatThrownBy(() -> BundleFolder.read(directory))
                .isInstanceOf(InputException.class)
                .hasMessageMatching("[^\\n]*")
                .hasMessageEndingWith(reason.replace("%s", directory.toString()))
                .hasMessageStartingWith(directory.resolve("model.json").toString());
    }

    @Test
    void namesTheLineOfAnUnknownKey() throws IOException {
        Files.writeString(directory.resolve("model.json"), MODEL.replace("stype", "type"));

        assertThatThrownBy(() -> BundleFolder.read(directory))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("model.json:1: no key is named 'type' here; known: name, size, stype");
    }

    @Test
    void refusesAKernelThatIsThereTwice() throws IOException {
        Files.writeString(directory.resolve("more.ptx"), PTX);

        assertThatThrownBy(() -> BundleFolder.read(directory))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("more.ptx: kernel 'first' is in 'kernels.ptx', too");
    }

    @Test
    void refusesADirectoryWithoutKernels() throws IOException {
        Files.delete(directory.resolve("kernels.ptx"));

        assertThatThrownBy(() -> BundleFolder.read(directory))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("has no .ptx file that would define its kernels");
        assertThatThrownBy(() -> BundleFolder.read(directory.resolve("none")))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("none/model.json: there is no such file");
    }

    private void weights(String name, NpyType type, Bytes bytes) {
        NpzFile.write(
                directory.resolve("weights.npz"),
                new TreeMap<>(Map.of(
                        name, new NpzFile.Contents(type, List.of((long) bytes.size() / type.bytes()), bytes))));
    }

    @Test
    void readsWeightsByName() {
        Bytes weights = Draws.bytes(new float[] {1, 2, 3});
        weights("p0", NpyType.F32, weights);

        assertThat(BundleFolder.read(directory).storages().get(1).contents()).contains(weights);
    }

    @Test
    void refusesWeightsThatAreNotTheStorages() {
        weights("p1", NpyType.F32, Draws.bytes(new float[] {1, 2, 3}));
        assertThatThrownBy(() -> BundleFolder.read(directory))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("storage 1, 'p0': weights.npz has no array of that name");

        weights("p0", NpyType.F32, Draws.bytes(new float[] {1, 2}));
        assertThatThrownBy(() -> BundleFolder.read(directory))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith(
                        "storage 1, 'p0': weights.npz has 8 bytes of f32 for it; it should have 3 elements of f32");

        weights("p0", NpyType.I32, Bytes.ofInts(1, 2, 3));
        assertThatThrownBy(() -> BundleFolder.read(directory))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith(
                        "storage 1, 'p0': weights.npz has 12 bytes of i32 for it; it should have 3 elements of f32");
    }
}
