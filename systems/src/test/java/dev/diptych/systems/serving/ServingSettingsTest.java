package dev.diptych.systems.serving;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.config.Binder;
import dev.diptych.model.config.Yaml;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServingSettingsTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "models: []                                                          | 'models' is empty",
                "models: [{name: a, source: {name: chain}, deadlineMillis: -1}]      | 'deadlineMillis' is -1.0",
                "models: [{name: a, source: {name: chain}, instances: 0}]            | 'instances' is 0",
                "models: [{name: a, source: {name: cahin}}]                          | is named 'cahin'",
                "models: [{name: a, source: {name: kineto, file: nowhere.json}}]     | nowhere.json: no such file",
                "watchdogMillis: 10000000000000                                      | 'watchdogMillis' is 10000000000000",
                "scheduler: {name: paella, orders: srpt}                             | no key is named 'orders'"
            })
    void refusesWhatCannotBeServedInOneLine(String yaml, String message) {
        ServingSystem system = new ServingSystem();
        assertThatThrownBy(() -> system.program(Binder.bind(Yaml.parse(yaml, "test"), system.defaults())))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }
}
