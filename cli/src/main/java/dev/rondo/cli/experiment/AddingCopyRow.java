package dev.rondo.cli.experiment;

import dev.rondo.models.cell.Cells;

import java.util.List;

/** The rows of Bai, Kolter and Koltun (2018, table 1) that {@link AddingCopy} measures. */
enum AddingCopyRow implements Kind {
    ADDING_LSTM("adding-lstm", "adding, LSTM", false, Cells.LSTM, 0.164),
    ADDING_GRU("adding-gru", "adding, GRU", false, Cells.GRU, 5.3e-5),
    ADDING_RNN("adding-rnn", "adding, plain with tanh", false, Cells.RNN, 0.177),
    COPY_LSTM("copy-lstm", "copy, LSTM", true, Cells.LSTM, 0.0204),
    COPY_GRU("copy-gru", "copy, GRU", true, Cells.GRU, 0.0197),
    COPY_RNN("copy-rnn", "copy, plain with tanh", true, Cells.RNN, 0.0202);

    private static final int ADDING_LENGTH = 600;
    private static final int COPY_LENGTH = 1000;
    private static final long ADDING_WEIGHTS = 70_000;
    private static final long COPY_WEIGHTS = 16_000;

    private final boolean copies;
    private final Cells cell;
    private final double published;
    private final Row row;

    AddingCopyRow(String name, String what, boolean copies, Cells cell, double published) {
        this.copies = copies;
        this.cell = cell;
        this.published = published;
        row = new Row(name, what, 0.001, List.of(0.0003, 0.001, 0.003));
    }

    @Override
    public Row row() {
        return row;
    }

    boolean copies() {
        return copies;
    }

    Cells cell() {
        return cell;
    }

    /** The loss in the paper. */
    double published() {
        return published;
    }

    /** The T of the paper. */
    int length() {
        return copies ? COPY_LENGTH : ADDING_LENGTH;
    }

    /** About as many weights as the paper's networks have. */
    long weights() {
        return copies ? COPY_WEIGHTS : ADDING_WEIGHTS;
    }
}
