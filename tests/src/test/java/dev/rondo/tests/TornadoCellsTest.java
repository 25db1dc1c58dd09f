package dev.rondo.tests;

import dev.rondo.array.Shape;
import dev.rondo.cell.CellFactory;
import dev.rondo.contract.CellSuite;

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
class TornadoCellsTest extends EveryCell {
    private static final List<String> PROMISES =
            List.of(
                    "same results on ",
                    "padding may be NaN on ",
                    "fewer steps at run time on ",
                    "truncation is a stopped gradient on ");

    @Override
    Stream<DynamicTest> contract(CellFactory cell, Shape image) {
        return CellSuite.of(cell, TornadoDevices.all())
                .withImages(image)
                .tests()
                .filter(t -> PROMISES.stream().anyMatch(t.getDisplayName()::startsWith))
                .filter(t -> !t.getDisplayName().endsWith("F64"));
    }

    @TestFactory
    Stream<DynamicTest> aCellThatIsNotOurs() {
        return contract(NewCellTest.Mgu::new);
    }
}
