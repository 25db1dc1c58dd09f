package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** OSHI and JNA take time to load, so only those commands do that write the facts. */
class MachineFactsLoadingTest {
    private static String loaded(String... more) throws Exception {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "bench --cell rnn --seq 2 --batch 1 --hidden 2 --warm-up 0"
                                        .split(" ")));
        words.addAll(List.of("--seconds", "0.001", "--backend", "scalar"));
        words.addAll(List.of(more));
        return ChildJvm.output(
                ChildJvm.of(
                        List.of(
                                "--enable-native-access=ALL-UNNAMED",
                                "-Xlog:class+load:stdout:none",
                                "-Xshare:auto"),
                        words.toArray(String[]::new)));
    }

    @Test
    void a_command_that_writes_no_results_loads_no_reader_of_the_machine() throws Exception {
        assertThat(loaded())
                .contains("dev.rondo.cli.bench.Result ")
                .doesNotContain("oshi.")
                .doesNotContain("com.sun.jna.");
    }

    @Test
    void one_that_writes_them_does_and_java_warns_of_nothing() throws Exception {
        assertThat(loaded("--json"))
                .contains("oshi.SystemInfo ", "com.sun.jna.Native ", "\"machine\":{")
                .doesNotContain("WARNING");
    }
}
