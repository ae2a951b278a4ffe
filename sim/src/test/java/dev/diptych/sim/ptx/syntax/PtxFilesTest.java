package dev.diptych.sim.ptx.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PtxFilesTest {
    private static final Pattern COMMENT = Pattern.compile("//[^\n]*");
    private static final Pattern HEXADECIMAL = Pattern.compile("\\b0x([0-9a-f]+)");
    private static final Pattern RENAMED = Pattern.compile("\\$[0-9]+");

    static Stream<String> files() {
        return Texts.FILES.stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void writesEveryInstructionAsItStandsInTheFile(String file) {
        String[] lines = COMMENT.matcher(Texts.read(file)).replaceAll("").split("\n", -1);
        for (Function function : Texts.parse(file).functions()) {
            for (Instruction instruction : function.body()) {
                assertThat(plain(statements(lines, instruction)))
                        .as("%s:%d", file, instruction.line())
                        .contains(plain(Texts.render(instruction)));
            }
        }
    }

    /** Returns the instruction's line, and those after it up to the one that ends it. */
    private static String statements(String[] lines, Instruction instruction) {
        StringBuilder text = new StringBuilder();
        for (int i = instruction.line() - 1; text.indexOf(";") < 0; i++) {
            text.append(lines[i]);
        }
        return text.toString();
    }

    private static String plain(String text) {
        String decimal =
                HEXADECIMAL.matcher(text).replaceAll(hex -> Long.toString(Long.parseUnsignedLong(hex.group(1), 16)));
        return RENAMED.matcher(decimal.replaceAll("\\s", ""))
                .replaceAll("")
                .replace("+0]", "]")
                .replace("(1<<4)|WARP_SZ", "48");
    }

    @ParameterizedTest
    @MethodSource("files")
    void losesNoInstruction(String file) {
        // Without lists in braces and colons within names, what begins with a small letter behind one of these signs is
        // an instruction.
        String text = COMMENT.matcher(Texts.read(file))
                .replaceAll("")
                .replaceAll("\\{[^{};]*}", "")
                .replace("::", "");
        long statements = Pattern.compile("[;{}:\n]")
                .splitAsStream(text)
                .map(String::strip)
                .filter(piece -> piece.matches("(@!?[%\\w]+\\s+)?[a-z][a-z0-9_]*(\\..*)?(\\s.*)?"))
                .filter(piece -> !piece.matches("(param|prototype_)[0-9].*"))
                .count();
        int instructions = Texts.parse(file).functions().stream()
                .mapToInt(function -> function.body().size())
                .sum();
        assertThat(instructions).isEqualTo((int) statements);
    }

    @ParameterizedTest
    @MethodSource("files")
    void readsTheSameWithTheLineEndsOfWindows(String file) {
        String text = Texts.read(file);
        assertThat(PtxParser.parse("t.ptx", text.replace("\n", "\r\n"))).isEqualTo(PtxParser.parse("t.ptx", text));
    }

    @Test
    @Timeout(20)
    void answersDamagedFilesWithAModuleOrAnInputExceptionSeed1To400() {
        List<List<String>> files = Stream.of("structures", "packed", "debug")
                .map(name -> Texts.read("/dev/diptych/sim/ptx/syntax/" + name + ".ptx"))
                .map(PtxFilesTest::pieces)
                .toList();
        int refused = 0;
        for (int seed = 1; seed <= 400; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            refused += isRefused(damaged(files.get(seed % files.size()), random)) ? 1 : 0;
        }
        assertThat(refused).isBetween(200, 400);
    }

    private static List<String> pieces(String text) {
        return Pattern.compile("(?<=\\n)|(?=[\\s;,{}\\[\\]()<>.:+-])|(?<=[;,{}\\[\\]()<>.:+-])")
                .splitAsStream(text)
                .toList();
    }

    private static String damaged(List<String> pieces, SplittableRandom random) {
        List<String> damaged = new ArrayList<>(pieces);
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            int at = random.nextInt(damaged.size());
            switch (random.nextInt(4)) {
                case 0 -> damaged.remove(at);
                case 1 -> Collections.swap(damaged, at, random.nextInt(damaged.size()));
                case 2 -> damaged.add(at, damaged.get(random.nextInt(damaged.size())));
                default ->
                    damaged.subList(Math.max(1, at), Math.min(damaged.size(), at + 1 + random.nextInt(60)))
                            .clear();
            }
        }
        return damaged.stream().collect(Collectors.joining());
    }

    private static boolean isRefused(String text) {
        try {
            PtxParser.parse("damaged.ptx", text);
            return false;
        } catch (InputException e) {
            assertThat(e).message().matches("damaged\\.ptx:[0-9]+: [^\n]+");
            return true;
        }
    }
}
