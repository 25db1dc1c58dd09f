package dev.rondo.tests;

import dev.rondo.contract.ExecutableContract;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/** Compiled programs keep their promises on every backend. */
class ExecutablesTest {
    @TestFactory
    Stream<DynamicTest> executables() {
        return Targets.all().stream().flatMap(t -> ExecutableContract.of(t).tests());
    }
}
