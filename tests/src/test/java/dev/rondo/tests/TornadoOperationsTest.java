package dev.rondo.tests;

import dev.rondo.contract.OperationContract;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/** Every operation on every device of TornadoVM. */
@Tag("tornado")
class TornadoOperationsTest {
    @TestFactory
    Stream<DynamicTest> operations() {
        return TornadoDevices.all().stream().flatMap(t -> OperationContract.of(t).tests());
    }
}
