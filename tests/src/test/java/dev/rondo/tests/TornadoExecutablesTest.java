package dev.rondo.tests;

import dev.rondo.contract.ExecutableContract;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/** Compiled programs keep their promises on every device of TornadoVM. */
@Tag("tornado")
class TornadoExecutablesTest {
    @TestFactory
    Stream<DynamicTest> executables() {
        return TornadoDevices.all().stream().flatMap(t -> ExecutableContract.of(t).tests());
    }
}
