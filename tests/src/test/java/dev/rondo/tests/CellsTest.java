package dev.rondo.tests;

import dev.rondo.contract.CellContract;
import dev.rondo.contract.CellFactory;
import dev.rondo.graph.Functions;
import dev.rondo.models.cell.Gru;
import dev.rondo.models.cell.Lstm;
import dev.rondo.models.cell.ProjectedLstm;
import dev.rondo.models.cell.ResetGate;
import dev.rondo.models.cell.Rnn;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.stream.Stream;

/** The lecture's cells keep every promise of a cell, on every backend. */
class CellsTest {
    private static Stream<DynamicTest> contract(CellFactory cell) {
        return CellContract.of(cell, Targets.all()).withExactRows().tests();
    }

    @TestFactory
    Stream<DynamicTest> rnn() {
        return contract(Rnn::new);
    }

    @TestFactory
    Stream<DynamicTest> rnnWithAnotherActivation() {
        CellFactory cell =
                (scope, inputs, size) -> new Rnn(scope, inputs, size, Functions::softplus);
        return CellContract.of(cell, List.of(Targets.SIMD)).tests();
    }

    @TestFactory
    Stream<DynamicTest> lstm() {
        return contract(Lstm::new);
    }

    @TestFactory
    Stream<DynamicTest> lstmWithAProjection() {
        return contract((scope, inputs, size) -> new ProjectedLstm(scope, inputs, size + 2, size));
    }

    @TestFactory
    Stream<DynamicTest> gruWithTheResetGateBeforeTheProduct() {
        return contract((scope, inputs, size) -> new Gru(scope, inputs, size, ResetGate.BEFORE));
    }

    @TestFactory
    Stream<DynamicTest> gruWithTheResetGateAfterTheProduct() {
        return contract((scope, inputs, size) -> new Gru(scope, inputs, size, ResetGate.AFTER));
    }
}
