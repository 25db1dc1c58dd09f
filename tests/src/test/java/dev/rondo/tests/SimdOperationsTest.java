package dev.rondo.tests;

import dev.rondo.contract.OperationContract;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/** Every operation of the simd backend. */
class SimdOperationsTest {
    @TestFactory
    Stream<DynamicTest> operations() {
        return OperationContract.of(Targets.SIMD).tests();
    }
}
