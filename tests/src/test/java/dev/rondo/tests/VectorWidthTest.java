package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rondo.contract.OperationContract;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

/** The simd backend at every width a processor may have, each in a JVM of its own. */
class VectorWidthTest {
    /** Checks the operations that are computed with vectors. */
    static final class Main {
        private static final List<String> CASES =
                List.of(
                        "exp",
                        "log",
                        "tanh",
                        "sigmoid",
                        "add",
                        "div",
                        "max",
                        "compare LT",
                        "select",
                        "cast",
                        "transpose",
                        "sum",
                        "sum, long",
                        "largest, long",
                        "scatter-add",
                        "random bits",
                        "matmul 37x41x43",
                        "matmul 65x129x33",
                        "matmul of views",
                        "matmul in a loop");

        public static void main(String[] args) {
            System.out.println(Targets.SIMD.open().device().description());
            OperationContract.of(Targets.SIMD).only(CASES::contains).check();
            System.out.println("all is well");
        }
    }

    private static Fork.Result run(String bits) {
        return Fork.run(Main.class, List.of("-Drondo.simd.bits=" + bits), Map.of());
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512})
    void computesTheSame(int bits) {
        Fork.Result r = run("" + bits);
        assumeFalse(
                r.output().contains("vectors have at most"), "the processor has no such vectors");
        assertThat(r.output()).contains(bits + "-bit").contains("all is well");
        assertThat(r.exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"100", "wide"})
    void refusesAWidthThatDoesNotExist(String bits) {
        Fork.Result r = run(bits);
        assertThat(r.exit()).isNotZero();
        assertThat(r.output()).contains("must be 128, 256 or 512, not " + bits);
    }

    @ParameterizedTest
    @CsvSource({"0, 128", "2, 256"})
    void refusesAWidthThatTheProcessorLacks(int avx, int most) {
        assumeTrue(System.getProperty("os.arch").equals("amd64"));
        List<String> options = List.of("-XX:UseAVX=" + avx, "-Drondo.simd.bits=512");
        Fork.Result r = Fork.run(Main.class, options, Map.of());
        assertThat(r.exit()).isNotZero();
        assertThat(r.output())
                .contains("asks for 512 bits, and vectors have at most " + most + " here")
                .contains("leave it out or set it to " + most);
    }
}
