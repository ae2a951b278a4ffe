package dev.diptych.systems.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolesTest {
    /** Each GPU reads from all that it can reach. What is found out leaves half of the multiprocessors to each kind of source, or more. */
    @ParameterizedTest
    @CsvSource({
        "h200, 0, 0",
        "2xh200, 0, 0",
        "8xh200, 0, 0",
        "4xv100, 0, 0",
        "dgx1, 0, 0",
        "8xa100, 0, 0",
        "8xa100, 8, 0",
        "8xa100, 0, 100",
        "8xa100, 15, 0"
    })
    void everyMachineHasRoles(String name, int peerSms, int hostSms) {
        Platform platform = Platforms.load(name);
        int gpus = platform.gpus().size();
        for (int gpu = 0; gpu < gpus; gpu++) {
            Roles roles = Roles.of(platform, new Gpu(gpu), reachable(platform, gpu), peerSms, hostSms);

            int host = roles.smsOf().get(gpus);
            int all = roles.smsOf().stream().mapToInt(Integer::intValue).sum();
            assertThat(host)
                    .isEqualTo(hostSms > 0 ? hostSms : host)
                    .isBetween(1, hostSms > 0 ? hostSms : roles.sms() / 2);
            assertThat(all).isLessThanOrEqualTo(roles.sms());
            for (int source = 0; source < gpus; source++) {
                boolean isRead = source != gpu && reaches(platform, gpu, source);
                assertThat(roles.smsOf().get(source)).isBetween(isRead ? 1 : 0, isRead ? roles.sms() / 2 : 0);
            }
        }
    }

    @Test
    void moreThanThereAreAreRefused() {
        Platform platform = Platforms.load("8xa100");

        assertThatThrownBy(() -> Roles.of(platform, new Gpu(0), reachable(platform, 0), 15, 10))
                .isInstanceOf(InputException.class)
                .hasMessage("10 multiprocessors for source 8: 3 of 108 are left");
    }

    private static boolean reaches(Platform platform, int reader, int source) {
        return source == reader
                || platform.link(new Gpu(source), new Gpu(reader)).isPresent();
    }

    private static Sources reachable(Platform platform, int reader) {
        List<Optional<Slice>> tables = new ArrayList<>();
        for (int source = 0; source < platform.gpus().size(); source++) {
            tables.add(
                    reaches(platform, reader, source)
                            ? Optional.of(new Buffer(source, new Gpu(source), 512).all())
                            : Optional.empty());
        }
        tables.add(Optional.of(new Buffer(tables.size(), HostMemory.HOST, 512).all()));
        return new Sources(tables);
    }
}
