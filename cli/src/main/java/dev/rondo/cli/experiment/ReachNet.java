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
enum ReachNet {
    RNN_ORTHOGONAL("rnn-orthogonal", "plain, tanh, W orthogonal", 0.003) {
        @Override
        Cell<?> cell(Scope scope, int inputs, int units, int length, long seed) {
            return new Rnn(scope, inputs, units);
        }
    },
    RNN_XAVIER("rnn-xavier", "plain, tanh, W after Xavier", 0.003) {
        @Override
        Cell<?> cell(Scope scope, int inputs, int units, int length, long seed) {
            CellInitializers start =
                    CellInitializers.defaults().recurrentWeights(Initializers.xavierUniform());
            return new Rnn(scope, inputs, units, Functions::tanh, start);
        }
    },
    RNN_IDENTITY("rnn-identity", "plain, ReLU, W the identity (IRNN)", 0.003) {
        @Override
        Cell<?> cell(Scope scope, int inputs, int units, int length, long seed) {
            CellInitializers start =
                    CellInitializers.defaults().recurrentWeights(Initializers.identity());
            return new Rnn(scope, inputs, units, Functions::relu, start);
        }
    },
    LSTM("lstm", "LSTM, forget bias 1", 0.003) {
        @Override
        Cell<?> cell(Scope scope, int inputs, int units, int length, long seed) {
            return new Lstm(scope, inputs, units);
        }
    },
    LSTM_CHRONO("lstm-chrono", "LSTM, chrono start for the lag, which it is told", 0.003) {
        @Override
        Cell<?> cell(Scope scope, int inputs, int units, int length, long seed) {
            return new Lstm(scope, inputs, units, chrono(length, seed));
        }
    },
    LSTM_CHRONO_1000(
            "lstm-chrono-1000", "LSTM, chrono start for 1000 steps, whatever the lag", 0.003) {
        @Override
        Cell<?> cell(Scope scope, int inputs, int units, int length, long seed) {
            return new Lstm(scope, inputs, units, chrono(FIXED, seed));
        }
    },
    GRU("gru", "GRU", 0.003) {
        @Override
        Cell<?> cell(Scope scope, int inputs, int units, int length, long seed) {
            return new Gru(scope, inputs, units);
        }
    },
    GRU_CHRONO("gru-chrono", "GRU, chrono start for the lag, which it is told", 0.003) {
        @Override
        Cell<?> cell(Scope scope, int inputs, int units, int length, long seed) {
            return new Gru(scope, inputs, units, ResetGate.BEFORE, chrono(length, seed));
        }
    };

    private static final int FIXED = 1000;

    private final Row row;

    ReachNet(String name, String what, double learningRate) {
        row = new Row(name, what, learningRate, List.of(0.001, 0.003, 0.01));
    }

    Row row() {
        return row;
    }

    /**
     * Declares the cell.
     *
     * @param length steps of the sequences
     * @param seed of a chrono start
     */
    abstract Cell<?> cell(Scope scope, int inputs, int units, int length, long seed);

    private static CellInitializers chrono(int longest, long seed) {
        return CellInitializers.defaults().chrono(longest, seed);
    }
}
