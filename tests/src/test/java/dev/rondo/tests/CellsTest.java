package dev.rondo.tests;

import dev.rondo.array.Shape;
import dev.rondo.cell.CellFactory;
import dev.rondo.contract.CellSuite;
import dev.rondo.graph.Functions;
import dev.rondo.models.cell.Rnn;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.stream.Stream;

/** The lecture's cells keep every promise of a cell, on every backend. */
class CellsTest extends EveryCell {
    @Override
    Stream<DynamicTest> contract(CellFactory cell, Shape image) {
        return CellSuite.of(cell, Targets.all()).withImages(image).withExactRows().tests();
    }

    @TestFactory
    Stream<DynamicTest> rnnWithAnotherActivation() {
        CellFactory cell =
                (scope, inputs, size) -> new Rnn(scope, inputs, size, Functions::softplus);
        return CellSuite.of(cell, List.of(Targets.SIMD)).tests();
    }
}
