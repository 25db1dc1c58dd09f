package dev.rondo.tests;

import dev.rondo.array.DType;
import dev.rondo.contract.Equivalence;
import dev.rondo.contract.Measured;
import dev.rondo.contract.RandomProgram;
import dev.rondo.contract.RandomPrograms;
import dev.rondo.contract.Subject;
import dev.rondo.contract.Target;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whole programs made by chance, loops among them, on every device of TornadoVM. All in float32,
 * some in float64 and some with gradients: every kernel takes a device long to compile.
 */
@Tag("tornado")
class TornadoRandomProgramTest {
    private static final int PROGRAMS = Integer.getInteger("rondo.random.programs", 100);

    /** What was found in several programs, one of which failed perhaps, and shorter ones then. */
    private record Found(int programs, Measured worst) {
        Found and(Found other) {
            return new Found(programs + other.programs, Measured.worse(worst, other.worst));
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d random programs, largest deviation %.3g of %.3g",
                    programs,
                    worst.error(),
                    worst.limit());
        }
    }

    private static final Map<String, Found> LARGEST = new ConcurrentSkipListMap<>();

    @TestFactory
    Stream<DynamicTest> sameAsTheReference() {
        return TornadoDevices.all().stream()
                .flatMap(t -> IntStream.range(0, PROGRAMS).mapToObj(seed -> test(seed, t)));
    }

    private static DynamicTest test(int seed, Target target) {
        RandomProgram program = new RandomProgram(seed, 20 + seed % 21, false);
        return DynamicTest.dynamicTest(
                program + " on " + target,
                () -> RandomPrograms.check(program, s -> check(s, seed, target)));
    }

    private static void check(Subject program, int seed, Target target) {
        var subject = seed % 10 == 0 ? program.withGradients() : program;
        DType type = seed % 4 == 3 ? DType.F64 : DType.F32;
        Measured found = Equivalence.check(subject, target, type);
        LARGEST.merge(target + " in " + type, new Found(1, found), Found::and);
    }

    @AfterAll
    static void report() {
        LARGEST.forEach((where, found) -> System.out.println(where + ": " + found));
    }
}
