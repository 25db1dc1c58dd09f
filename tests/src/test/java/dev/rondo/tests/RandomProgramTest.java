package dev.rondo.tests;

import dev.rondo.array.DType;
import dev.rondo.contract.Determinism;
import dev.rondo.contract.Equivalence;
import dev.rondo.contract.GradientCheck;
import dev.rondo.contract.RandomProgram;
import dev.rondo.contract.RandomPrograms;
import dev.rondo.contract.Subject;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Whole programs made by chance, and their gradients: the same ones in every build. */
class RandomProgramTest {
    private static final int PROGRAMS = Integer.getInteger("rondo.random.programs", 40);

    private static Stream<DynamicTest> programs(
            int from, int count, boolean smooth, Consumer<Subject> check) {
        return IntStream.range(from, from + count)
                .mapToObj(seed -> new RandomProgram(seed, 20 + seed % 21, smooth))
                .map(
                        p ->
                                DynamicTest.dynamicTest(
                                        p.toString(), () -> RandomPrograms.check(p, check)));
    }

    @TestFactory
    Stream<DynamicTest> sameEverywhere() {
        return programs(
                0, PROGRAMS, false, s -> Equivalence.check(s.withGradients(), Targets.others()));
    }

    @TestFactory
    Stream<DynamicTest> gradients() {
        return programs(1000, PROGRAMS / 3, true, GradientCheck::check);
    }

    @TestFactory
    Stream<DynamicTest> sameBitsForAnyNumberOfThreads() {
        return programs(
                2000,
                PROGRAMS / 6,
                false,
                s -> Determinism.check(s.withGradients(), Targets.SIMD, DType.F32));
    }
}
