package dev.rondo.tests;

import dev.rondo.contract.CellFactory;
import dev.rondo.models.cell.Gru;
import dev.rondo.models.cell.Lstm;
import dev.rondo.models.cell.MemoryBlockForm;
import dev.rondo.models.cell.MemoryBlocks;
import dev.rondo.models.cell.ProjectedLstm;
import dev.rondo.models.cell.ResetGate;
import dev.rondo.models.cell.Rnn;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/** The library's cells, each held to the promises of a cell. */
abstract class EveryCell {
    /** The promises, on the devices that are tested. */
    abstract Stream<DynamicTest> contract(CellFactory cell);

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

    /** With the whole gradient: the truncated one is not that of the outputs. */
    @TestFactory
    Stream<DynamicTest> memoryBlocks() {
        return contract(
                (scope, inputs, size) ->
                        new MemoryBlocks(
                                scope,
                                inputs,
                                MemoryBlockForm.of(2, (size + 1) / 2).withWholeGradient()));
    }

    @TestFactory
    Stream<DynamicTest> memoryBlocksOfOneCellWithoutOutputGates() {
        return contract(
                (scope, inputs, size) ->
                        new MemoryBlocks(
                                scope,
                                inputs,
                                MemoryBlockForm.of(size, 1)
                                        .withoutOutputGates()
                                        .withoutBiases()
                                        .withWholeGradient()));
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
