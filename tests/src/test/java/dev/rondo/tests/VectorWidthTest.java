package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.contract.Equivalence;
import dev.rondo.contract.OperationContract;
import dev.rondo.contract.RandomProgram;
import dev.rondo.contract.RandomPrograms;
import dev.rondo.contract.Subject;

import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The simd backend at every width a processor may have, each in a JVM of its own: right, and with
 * the same bits. A width that this one lacks is computed by Java's own code: the same lanes, tiles
 * and order of sums, but not HotSpot's instructions.
 */
class VectorWidthTest {
    private static final String BITS = "bits of ";

    /**
     * Checks the operations that are computed with vectors, and with a second argument programs
     * made by chance: what has the same bits need not be checked twice.
     */
    static final class Main {
        private static final int PROGRAMS = 6;

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
                RandomProgram program = new RandomProgram(seed, 20 + i, false);
                if (args.length > 1) {
                    RandomPrograms.check(
                            program, s -> Equivalence.check(s.withGradients(), Targets.SIMD));
                }
                print(DType.F32, program.subject().withGradients());
                print(DType.F64, program.subject().withGradients());
            }
            print(DType.F32, DeterminismTest.operations().withGradients());
            print(DType.F32, DeterminismTest.model().withGradients());
            System.out.println("all is well");
        }

        private static void print(DType type, Subject s) {
            CRC32C sum = new CRC32C();
            s.run(Targets.SIMD.open(), type).forEach((_, a) -> add(sum, a));
            System.out.println(BITS + s.name() + " in " + type + ": " + sum.getValue());
        }

        private static void add(CRC32C sum, Array a) {
            ByteBuffer bits = ByteBuffer.allocate(Math.multiplyExact(a.size(), Double.BYTES));
            for (int i = 0; i < a.size(); i++) {
                bits.putDouble(a.get(i));
            }
            sum.update(bits.flip());
        }
    }

    private static Fork.Result run(String bits, long seed) {
        return run(List.of("-Drondo.simd.bits=" + bits), seed);
    }

    private static Fork.Result run(List<String> options, long seed) {
        return Fork.run(Main.class, options, Map.of(), "" + seed);
    }

    private static Fork.Result runAndCheck(List<String> options, long seed) {
        return Fork.run(Main.class, options, Map.of(), "" + seed, "check");
    }

    /** What makes a JVM compute with this width, whatever the processor has. */
    static List<String> options(int bits) {
        return List.of("-Drondo.simd.bits=" + bits, "-Drondo.simd.emulate=true");
    }

    private static List<String> bits(Fork.Result r, int width) {
        assertThat(r.output()).contains(width + "-bit").contains("all is well");
        assertThat(r.exit()).isZero();
        return r.output().lines().filter(l -> l.startsWith(BITS)).toList();
    }

    @Property(tries = 1, generation = GenerationMode.RANDOMIZED)
    void eachWidthIsRightAndHasTheSameBits(
            @ForAll @LongRange(min = 0, max = Integer.MAX_VALUE) long seed) {
        List<String> expected = bits(runAndCheck(options(128), seed), 128);
        assertThat(expected).hasSizeGreaterThan(2 * Main.PROGRAMS);
        assertThat(bits(run(options(256), seed), 256)).isEqualTo(expected);
        assertThat(bits(run(options(512), seed), 512)).isEqualTo(expected);
        if (System.getProperty("os.arch").equals("amd64")) {
            // 16 vector registers, and HotSpot itself chooses the width
            assertThat(bits(run(List.of("-XX:UseAVX=2"), seed), 256)).isEqualTo(expected);
        }
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
