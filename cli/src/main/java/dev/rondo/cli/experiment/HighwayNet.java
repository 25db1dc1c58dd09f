package dev.rondo.cli.experiment;

import java.util.List;

/** What {@link Highway} compares: networks with and without their highway. */
enum HighwayNet implements Kind {
    SKIPS("skips", "encoder-decoder with skip connections, start of He", 0.001),
    NO_SKIPS("no-skips", "encoder-decoder without skip connections, start of He", 0.003),
    SKIPS_SMALL("skips-small", "with skip connections, smaller weights at the start", 0.001),
    NO_SKIPS_SMALL("no-skips-small", "without them, smaller weights at the start", 0.003),
    LSTM("lstm", "LSTM, forget bias 1; learning rate of reach"),
    LSTM_CLOSED("lstm-closed", "LSTM without cell path: f is 0; learning rate of reach");

    private static final double LSTM_RATE = 0.01;

    private final Row row;

    HighwayNet(String name, String what, double learningRate) {
        row = new Row(name, what, learningRate, List.of(0.0003, 0.001, 0.003, 0.01));
    }

    /** Has nothing to choose. */
    HighwayNet(String name, String what) {
        row = new Row(name, what, LSTM_RATE, List.of());
    }

    @Override
    public Row row() {
        return row;
    }

    /** Whether it reads images, and no sequences. */
    boolean readsImages() {
        return this != LSTM && this != LSTM_CLOSED;
    }

    /** Whether the gradient has its highway: the skip connections, or the cell path. */
    boolean hasHighway() {
        return this == SKIPS || this == SKIPS_SMALL || this == LSTM;
    }

    /** Whether its weights are small at the start. */
    boolean startsSmall() {
        return this == SKIPS_SMALL || this == NO_SKIPS_SMALL;
    }
}
