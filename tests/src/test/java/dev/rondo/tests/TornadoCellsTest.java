package dev.rondo.tests;

import dev.rondo.contract.CellContract;
import dev.rondo.contract.CellFactory;
import dev.rondo.models.cell.Gru;
import dev.rondo.models.cell.Lstm;
import dev.rondo.models.cell.ProjectedLstm;
import dev.rondo.models.cell.ResetGate;
import dev.rondo.models.cell.Rnn;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.stream.Stream;

/**
 * Every cell, and one that is not ours, on every device of TornadoVM. Of the promises of a cell
 * those that a device can break: the rest follows from the graph, which is the same everywhere.
 */
@Tag("tornado")
class TornadoCellsTest {
    private static final List<String> PROMISES =
            List.of(
                    "same results on ",
                    "padding may be NaN on ",
                    "fewer steps at run time on ",
                    "truncation is a stopped gradient on ");

    private static Stream<DynamicTest> contract(CellFactory cell) {
        return CellContract.of(cell, TornadoDevices.all())
                .tests()
                .filter(t -> PROMISES.stream().anyMatch(t.getDisplayName()::startsWith))
                .filter(t -> !t.getDisplayName().endsWith("F64"));
    }

    @TestFactory
    Stream<DynamicTest> rnn() {
        return contract(Rnn::new);
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

    @TestFactory
    Stream<DynamicTest> aCellThatIsNotOurs() {
        return contract(NewCellTest.Mgu::new);
    }
}
