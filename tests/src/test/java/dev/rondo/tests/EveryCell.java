package dev.rondo.tests;

import dev.rondo.array.Shape;
import dev.rondo.cell.CellFactory;
import dev.rondo.graph.Functions;
import dev.rondo.models.cell.CellInitializers;
import dev.rondo.models.cell.ConvLstm;
import dev.rondo.models.cell.CoupledLstm;
import dev.rondo.models.cell.Gru;
import dev.rondo.models.cell.IndRnn;
import dev.rondo.models.cell.Janet;
import dev.rondo.models.cell.LayerNormGru;
import dev.rondo.models.cell.LayerNormLstm;
import dev.rondo.models.cell.Lstm;
import dev.rondo.models.cell.MemoryBlockForm;
import dev.rondo.models.cell.MemoryBlocks;
import dev.rondo.models.cell.MinGru;
import dev.rondo.models.cell.MinLstm;
import dev.rondo.models.cell.MinimalGatedUnit;
import dev.rondo.models.cell.PeepholeLstm;
import dev.rondo.models.cell.ProjectedLstm;
import dev.rondo.models.cell.ResetGate;
import dev.rondo.models.cell.Rnn;
import dev.rondo.models.cell.SLstm;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/** The library's cells, each held to the promises of a cell. */
abstract class EveryCell {
    /**
     * The promises, on the devices that are tested.
     *
     * @param image height and width of what the cell reads; none for rows of numbers
     */
    abstract Stream<DynamicTest> contract(CellFactory cell, Shape image);

    Stream<DynamicTest> contract(CellFactory cell) {
        return contract(cell, Shape.of());
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
    Stream<DynamicTest> peepholeLstm() {
        return contract(PeepholeLstm::new);
    }

    @TestFactory
    Stream<DynamicTest> convLstm() {
        return contract((scope, i, h) -> new ConvLstm(scope, 3, 2, i, h, 3), Shape.of(3, 2));
    }

    @TestFactory
    Stream<DynamicTest> coupledLstm() {
        return contract(CoupledLstm::new);
    }

    @TestFactory
    Stream<DynamicTest> layerNormLstm() {
        return contract(LayerNormLstm::new);
    }

    @TestFactory
    Stream<DynamicTest> layerNormGru() {
        return contract(LayerNormGru::new);
    }

    @TestFactory
    Stream<DynamicTest> janet() {
        return contract(Janet::new);
    }

    @TestFactory
    Stream<DynamicTest> minimalGatedUnit() {
        return contract(MinimalGatedUnit::new);
    }

    @TestFactory
    Stream<DynamicTest> minGru() {
        return contract(MinGru::new);
    }

    @TestFactory
    Stream<DynamicTest> minGruInParallel() {
        return contract((scope, inputs, size) -> new MinGru(scope, inputs, size).inParallel());
    }

    @TestFactory
    Stream<DynamicTest> minLstm() {
        return contract(MinLstm::new);
    }

    @TestFactory
    Stream<DynamicTest> minLstmInParallel() {
        return contract((scope, inputs, size) -> new MinLstm(scope, inputs, size).inParallel());
    }

    @TestFactory
    Stream<DynamicTest> sLstmOfSeveralHeads() {
        return contract(
                (scope, inputs, size) ->
                        new SLstm(
                                scope,
                                inputs,
                                (size + 2) / 3 * 3,
                                3,
                                SLstm.ForgetGate.EXPONENTIAL,
                                CellInitializers.defaults()));
    }

    @TestFactory
    Stream<DynamicTest> sLstmOfOneHead() {
        return contract((scope, inputs, size) -> new SLstm(scope, inputs, size, 1));
    }

    @TestFactory
    Stream<DynamicTest> indRnn() {
        return contract((scope, inputs, size) -> new IndRnn(scope, inputs, size, Functions::tanh));
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
