package dev.rondo.tests;

import dev.rondo.contract.OperationContract;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/** The compiler's passes change nothing but rounding. */
class CompiledOperationsTest {
    @TestFactory
    Stream<DynamicTest> operations() {
        return OperationContract.of(Targets.COMPILED).tests();
    }
}
