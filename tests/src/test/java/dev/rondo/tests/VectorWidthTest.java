package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rondo.contract.Equivalence;
import dev.rondo.contract.OperationContract;
import dev.rondo.contract.RandomProgram;
import dev.rondo.contract.RandomPrograms;

import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

/**
 * The simd backend at every width a processor may have, each in a JVM of its own. A width that this
 * one lacks is computed by Java's own code: the same lanes, tiles and order of sums, but not
 * HotSpot's instructions.
 */
class VectorWidthTest {
    /** Checks the operations that are computed with vectors, and programs made by chance. */
    static final class Main {
        private static final int PROGRAMS = 8;

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
            for (int i = 0; i < PROGRAMS; i++) {
                long seed = Long.parseLong(args[0]) + i;
                RandomPrograms.check(
                        new RandomProgram(seed, 20 + i, false),
                        s -> Equivalence.check(s.withGradients(), Targets.SIMD));
            }
            System.out.println("all is well");
        }
    }

    private static Fork.Result run(String bits, long seed) {
        return run(List.of("-Drondo.simd.bits=" + bits), seed);
    }

    private static Fork.Result run(List<String> options, long seed) {
        return Fork.run(Main.class, options, Map.of(), "" + seed);
    }

    /** What makes a JVM compute with this width, whatever the processor has. */
    static List<String> options(int bits) {
        return List.of("-Drondo.simd.bits=" + bits, "-Drondo.simd.emulate=true");
    }

    private static void isWell(Fork.Result r, int bits) {
        assertThat(r.output()).contains(bits + "-bit").contains("all is well");
        assertThat(r.exit()).isZero();
    }

    @Property(tries = 1, generation = GenerationMode.RANDOMIZED)
    void vectorsOf128Bits(@ForAll @LongRange(min = 0, max = Integer.MAX_VALUE) long seed) {
        isWell(run(options(128), seed), 128);
    }

    @Property(tries = 1, generation = GenerationMode.RANDOMIZED)
    void vectorsOf256Bits(@ForAll @LongRange(min = 0, max = Integer.MAX_VALUE) long seed) {
        isWell(run(options(256), seed), 256);
    }

    @Property(tries = 1, generation = GenerationMode.RANDOMIZED)
    void vectorsOf512Bits(@ForAll @LongRange(min = 0, max = Integer.MAX_VALUE) long seed) {
        isWell(run(options(512), seed), 512);
    }

    /** A processor with 16 vector registers, where HotSpot itself chooses the width. */
    @Property(tries = 1, generation = GenerationMode.RANDOMIZED)
    void aProcessorWithoutAvx512(@ForAll @LongRange(min = 0, max = Integer.MAX_VALUE) long seed) {
        assumeTrue(System.getProperty("os.arch").equals("amd64"));
        isWell(run(List.of("-XX:UseAVX=2"), seed), 256);
    }

    @ParameterizedTest
    @ValueSource(strings = {"100", "wide"})
    void refusesAWidthThatDoesNotExist(String bits) {
        Fork.Result r = run(bits, 0);
        assertThat(r.exit()).isNotZero();
        assertThat(r.output()).contains("must be 128, 256 or 512, not " + bits);
    }

    @ParameterizedTest
    @CsvSource({"0, 128", "2, 256"})
    void refusesAWidthThatTheProcessorLacks(int avx, int most) {
        assumeTrue(System.getProperty("os.arch").equals("amd64"));
        List<String> options = List.of("-XX:UseAVX=" + avx, "-Drondo.simd.bits=512");
        Fork.Result r = run(options, 0);
        assertThat(r.exit()).isNotZero();
        assertThat(r.output())
                .contains("asks for 512 bits, and vectors have at most " + most + " here")
                .contains("leave it out or set it to " + most);
    }
}
