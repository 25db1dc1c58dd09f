package dev.rondo.tests;

import dev.rondo.contract.GradientCases;
import dev.rondo.contract.GradientCheck;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/** Gradients of every operation, and gradients of gradients, against differences. */
class GradientTest {
    @TestFactory
    Stream<DynamicTest> gradients() {
        return GradientCases.all().stream()
                .map(s -> DynamicTest.dynamicTest(s.name(), () -> GradientCheck.check(s)));
    }
}
