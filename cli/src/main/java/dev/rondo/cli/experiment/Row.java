package dev.rondo.cli.experiment;

import java.util.List;

/**
 * One of the networks or methods that an experiment compares: a row of its table.
 *
 * @param name as {@code --only} takes it
 * @param what it is, in a few words
 * @param learningRate that of all its reported trials; chosen by {@code --tune}; 0 where nothing is
 *     learned
 * @param rates the learning rates that {@code --tune} tries; empty where there is nothing to choose
 */
public record Row(String name, String what, double learningRate, List<Double> rates) {
    /** Copies the list. */
    public Row {
        rates = List.copyOf(rates);
    }
}
