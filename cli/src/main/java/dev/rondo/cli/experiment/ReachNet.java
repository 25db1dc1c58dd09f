package dev.rondo.cli.experiment;

import dev.rondo.cell.Cell;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Scope;
import dev.rondo.models.cell.CellInitializers;
import dev.rondo.models.cell.Gru;
import dev.rondo.models.cell.Lstm;
import dev.rondo.models.cell.ResetGate;
import dev.rondo.models.cell.Rnn;
import dev.rondo.models.init.Initializers;

import java.util.List;

/** The networks that {@link Reach} compares. */
enum ReachNet implements Kind {
    RNN_ORTHOGONAL(
            "rnn-orthogonal",
            "plain, tanh, W orthogonal",
            0.003,
            (scope, inputs, units, _) -> new Rnn(scope, inputs, units)),
    RNN_XAVIER(
            "rnn-xavier",
            "plain, tanh, W after Xavier",
            0.01,
            (scope, inputs, units, _) ->
                    new Rnn(
                            scope,
                            inputs,
                            units,
                            Functions::tanh,
                            CellInitializers.defaults()
                                    .recurrentWeights(Initializers.xavierUniform()))),
    RNN_IDENTITY(
            "rnn-identity",
            "plain, ReLU, W the identity (IRNN)",
            0.001,
            (scope, inputs, units, _) ->
                    new Rnn(
                            scope,
                            inputs,
                            units,
                            Functions::relu,
                            CellInitializers.defaults().recurrentWeights(Initializers.identity()))),
    LSTM(
            "lstm",
            "LSTM, forget bias 1",
            0.01,
            (scope, inputs, units, _) -> new Lstm(scope, inputs, units)),
    LSTM_CHRONO(
            "lstm-chrono",
            "LSTM, chrono start for the lag, which it is told",
            0.03,
            (scope, inputs, units, trial) ->
                    new Lstm(scope, inputs, units, chrono(trial.length() + 1, trial))),
    LSTM_CHRONO_1000(
            "lstm-chrono-1000",
            "LSTM, chrono start for 1000 steps, whatever the lag",
            0.03,
            (scope, inputs, units, trial) -> new Lstm(scope, inputs, units, chrono(1000, trial))),
    GRU("gru", "GRU", 0.01, (scope, inputs, units, _) -> new Gru(scope, inputs, units)),
    GRU_CHRONO(
            "gru-chrono",
            "GRU, chrono start for the lag, which it is told",
            0.03,
            (scope, inputs, units, trial) ->
                    new Gru(
                            scope,
                            inputs,
                            units,
                            ResetGate.BEFORE,
                            chrono(trial.length() + 1, trial)));

    /** Declares a cell for a trial. */
    @FunctionalInterface
    private interface Maker {
        Cell<?> make(Scope scope, int inputs, int units, Trial trial);
    }

    private final Row row;
    private final Maker maker;

    ReachNet(String name, String what, double learningRate, Maker maker) {
        row = new Row(name, what, learningRate, List.of(0.001, 0.003, 0.01, 0.03));
        this.maker = maker;
    }

    @Override
    public Row row() {
        return row;
    }

    /** What declares its cell for a trial. */
    ClassNet.CellMaker cell(Trial trial) {
        return (scope, inputs, units) -> maker.make(scope, inputs, units, trial);
    }

    private static CellInitializers chrono(int longest, Trial trial) {
        return CellInitializers.defaults().chrono(longest, trial.seed());
    }
}
