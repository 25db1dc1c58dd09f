package dev.rondo.tests;

import dev.rondo.contract.OperationContract;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/** The reference computes float32 as float64 does, but for rounding. */
class ScalarOperationsTest {
    @TestFactory
    Stream<DynamicTest> operations() {
        return OperationContract.of(Targets.SCALAR).tests();
    }
}
