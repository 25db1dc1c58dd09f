package com.example.cell;

import dev.rondo.contract.CellContract;
import dev.rondo.contract.Target;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.stream.Stream;

class MinimalGatedUnitTest {
    @TestFactory
    Stream<DynamicTest> keepsThePromisesOfACell() {
        var targets = List.of(Target.named("scalar"), Target.named("simd"));
        return CellContract.of(MinimalGatedUnit::new, targets).tests();
    }
}
