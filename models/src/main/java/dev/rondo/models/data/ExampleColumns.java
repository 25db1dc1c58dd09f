package dev.rondo.models.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where in a CSV file sequences and their classes are. */
public sealed interface ExampleColumns {
    /**
     * Reads the examples.
     *
     * @param label the column of classes; empty when they are not known
     * @return at least one, in the file's order
     * @throws DataException when a column is missing, or a cell cannot be read; the message names
     *     the line
     */
    List<Example> read(CsvTable table, Optional<String> label);

    /** The columns of numbers; none where texts are read. */
    default List<String> numbers() {
        return switch (this) {
            case OfText _ -> List.of();
            case OfRow(List<String> columns) -> columns;
            case OfSteps(_, _, List<String> columns) -> columns;
        };
    }

    /**
     * These columns, with the names of all that a table leaves to them.
     *
     * @param label the column of classes
     */
    default ExampleColumns in(CsvTable table, String label) {
        return this;
    }

    /**
     * A text in each row.
     *
     * @param column the texts
     */
    record OfText(String column) implements ExampleColumns {
        @Override
        public List<Example> read(CsvTable table, Optional<String> label) {
            List<String> texts = table.texts(column);
            List<String> labels = labels(table, label);
            List<Example> examples = new ArrayList<>();
            for (int row = 0; row < texts.size(); row++) {
                if (texts.get(row).isBlank()) {
                    throw table.unreadable(
                            row, column, "the text is empty. Write it, or remove the row");
                }
                var text = new Example.Text(TextForm.composed(texts.get(row)));
                examples.add(example(table, row, text, labels));
            }
            return examples;
        }
    }

    /**
     * A sequence of numbers in each row, a step in each column. Empty cells at the end of a row are
     * after the end of its sequence.
     *
     * @param columns the steps, in order; empty for all columns but that of the classes
     */
    record OfRow(List<String> columns) implements ExampleColumns {
        /** Copies the list. */
        public OfRow {
            columns = List.copyOf(columns);
        }

        @Override
        public ExampleColumns in(CsvTable table, String label) {
            return columns.isEmpty()
                    ? new OfRow(table.header().stream().filter(c -> !c.equals(label)).toList())
                    : this;
        }

        @Override
        public List<Example> read(CsvTable table, Optional<String> label) {
            List<List<String>> cells = columns.stream().map(table::texts).toList();
            List<String> labels = labels(table, label);
            List<Example> examples = new ArrayList<>();
            for (int row = 0; row < table.rows(); row++) {
                int steps = columns.size();
                while (steps > 0 && cells.get(steps - 1).get(row).isEmpty()) {
                    steps--;
                }
                if (steps == 0) {
                    throw table.unreadable(
                            row, columns.getFirst(), "the row has no numbers. Remove it");
                }
                double[][] numbers = new double[steps][1];
                for (int t = 0; t < steps; t++) {
                    numbers[t][0] = table.number(cells.get(t).get(row), columns.get(t), row);
                }
                examples.add(example(table, row, new Example.Numbers(numbers), labels));
            }
            return examples;
        }
    }

    /**
     * A step in each row; the rows of one sequence have one id.
     *
     * @param id the column that says to which sequence a row belongs
     * @param time the numbers by which the rows of a sequence are ordered; empty for the order of
     *     the file
     * @param columns the numbers of a step; empty for all other columns
     */
    record OfSteps(String id, Optional<String> time, List<String> columns)
            implements ExampleColumns {
        /** Copies the list. */
        public OfSteps {
            columns = List.copyOf(columns);
        }

        @Override
        public ExampleColumns in(CsvTable table, String label) {
            List<String> others =
                    table.header().stream()
                            .filter(c -> !c.equals(label) && !c.equals(id))
                            .filter(c -> !time.equals(Optional.of(c)))
                            .toList();
            return columns.isEmpty() ? new OfSteps(id, time, others) : this;
        }

        @Override
        public List<Example> read(CsvTable table, Optional<String> label) {
            List<String> ids = table.texts(id);
            List<String> labels = labels(table, label);
            List<double[]> numbers = columns.stream().map(table::numbers).toList();
            Optional<double[]> times = time.map(table::numbers);
            Map<String, List<Integer>> sequences = new LinkedHashMap<>();
            for (int row = 0; row < ids.size(); row++) {
                if (ids.get(row).isEmpty()) {
                    throw table.unreadable(row, id, "the row says of no sequence that it is of it");
                }
                sequences.computeIfAbsent(ids.get(row), _ -> new ArrayList<>()).add(row);
            }
            List<Example> examples = new ArrayList<>();
            sequences.forEach(
                    (name, rows) -> {
                        label.ifPresent(l -> checkOneClass(table, l, labels, rows));
                        times.ifPresent(t -> order(table, rows, t));
                        double[][] steps =
                                rows.stream()
                                        .map(r -> numbers.stream().mapToDouble(n -> n[r]).toArray())
                                        .toArray(double[][]::new);
                        String first = label.isEmpty() ? "" : labels.get(rows.getFirst());
                        long line = table.line(rows.getFirst());
                        examples.add(new Example(new Example.Numbers(steps), first, line, name));
                    });
            return examples;
        }

        private void order(CsvTable table, List<Integer> rows, double[] times) {
            rows.sort(Comparator.comparingDouble(r -> times[r]));
            for (int i = 1; i < rows.size(); i++) {
                if (times[rows.get(i)] == times[rows.get(i - 1)]) {
                    throw table.wrong(
                            rows.get(i),
                            time.orElseThrow(),
                            String.format(
                                    Locale.ROOT,
                                    "line %d has the same time, and is of the same sequence",
                                    table.line(rows.get(i - 1))));
                }
            }
        }

        private void checkOneClass(
                CsvTable table, String label, List<String> labels, List<Integer> rows) {
            for (int row : rows) {
                if (!labels.get(row).equals(labels.get(rows.getFirst()))) {
                    throw table.wrong(
                            row,
                            label,
                            String.format(
                                    Locale.ROOT,
                                    "the class is '%s', and line %d of the same sequence says '%s'."
                                            + " A sequence has one class",
                                    labels.get(row),
                                    table.line(rows.getFirst()),
                                    labels.get(rows.getFirst())));
                }
            }
        }
    }

    private static List<String> labels(CsvTable table, Optional<String> column) {
        if (column.isEmpty()) {
            return List.of();
        }
        List<String> labels = table.texts(column.get());
        for (int row = 0; row < labels.size(); row++) {
            if (labels.get(row).isEmpty()) {
                throw table.unreadable(
                        row, column.get(), "the class is empty. Write it, or remove the row");
            }
        }
        return labels.stream().map(TextForm::composed).toList();
    }

    private static Example example(
            CsvTable table, int row, Example.Content content, List<String> labels) {
        return new Example(content, labels.isEmpty() ? "" : labels.get(row), table.line(row), "");
    }

    /** All columns that are read, without that of the classes. */
    default List<String> names() {
        return switch (this) {
            case OfText(String column) -> List.of(column);
            case OfRow(List<String> columns) -> columns;
            case OfSteps(String id, Optional<String> time, List<String> columns) ->
                    Stream.of(List.of(id), time.stream().toList(), columns)
                            .flatMap(List::stream)
                            .toList();
        };
    }

    /** Refuses a column that is read twice, or is that of the classes. */
    default void check(String label) {
        List<String> all = new ArrayList<>(names());
        all.add(label);
        for (String name : all) {
            if (all.indexOf(name) != all.lastIndexOf(name)) {
                throw new DataException(
                        String.format(
                                Locale.ROOT,
                                "the column '%s' is named twice; a column is the class, or one part of"
                                        + " the sequence",
                                name));
            }
        }
        if (!(this instanceof OfText) && numbers().isEmpty()) {
            throw new DataException("there is no column of values beside '" + label + "'");
        }
    }
}
