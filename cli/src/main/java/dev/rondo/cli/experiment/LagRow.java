package dev.rondo.cli.experiment;

import java.util.ArrayList;
import java.util.List;

/**
 * A task of {@link Lag1997} and what is to solve it.
 *
 * @param task of the paper
 * @param solver what is trained or tried
 */
record LagRow(LagTask task, Solver solver) implements Kind {
    /** Tasks on which others are tried as well: one of each kind. */
    private static final List<String> COMPARED =
            List.of(
                    "2c-50-50",
                    "2c-1000-1000",
                    "3a-3",
                    "4-adding",
                    "5-multiplication",
                    "6a-order",
                    "6b-order");

    /** What is to solve a task. */
    enum Solver {
        /** The paper's network, trained as there: one sequence at a time, by its gradient. */
        ORIGINAL("", "memory blocks", "memory blocks, as published"),
        /** An LSTM with a forget gate. */
        LSTM("-lstm", "LSTM", "LSTM, Adam"),
        /** A GRU. */
        GRU("-gru", "GRU", "GRU, Adam"),
        /** The paper's network, whose weights are drawn again and again. */
        GUESSING("-guessing", "guessing", "memory blocks, weights guessed");

        private final String suffix;
        private final String label;
        private final String what;

        Solver(String suffix, String label, String what) {
            this.suffix = suffix;
            this.label = label;
            this.what = what;
        }

        /** Its name in a chart. */
        String label() {
            return label;
        }
    }

    /** All of them, those of a task together. */
    static List<LagRow> all() {
        List<LagRow> all = new ArrayList<>();
        for (LagTask task : LagTask.all()) {
            for (Solver solver : Solver.values()) {
                if (solver == Solver.ORIGINAL || COMPARED.contains(task.name())) {
                    all.add(new LagRow(task, solver));
                }
            }
        }
        return all;
    }

    /** The one of that name. */
    static LagRow named(String name) {
        return Kind.named(all().toArray(LagRow[]::new), name);
    }

    String name() {
        return task.name() + solver.suffix;
    }

    @Override
    public Row row() {
        return switch (solver) {
            case ORIGINAL -> new Row(name(), what(), task.learningRate(), List.of());
            case LSTM, GRU -> new Row(name(), what(), 0.005, List.of(0.001, 0.002, 0.005, 0.01));
            case GUESSING -> new Row(name(), what(), 0, List.of());
        };
    }

    private String what() {
        return task.what() + ": " + solver.what;
    }
}
