package dev.rondo.spark.ml;

import dev.rondo.backend.NonFiniteException;
import dev.rondo.models.classification.Calibration;
import dev.rondo.models.classification.Sequence;
import dev.rondo.models.classification.Temperature;
import dev.rondo.models.data.DataException;
import dev.rondo.spark.RunFiles;

import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Classifies the rows of a partition.
 *
 * @param run the model
 * @param key tells it apart
 * @param options what is read and added
 */
record Classification(Broadcast<RunFiles> run, ModelKey key, Options options)
        implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1;

    /** Rows are taken in windows of so many batches, in which like lengths run together. */
    private static final int BATCHES = 4;

    /**
     * What is read and added.
     *
     * @param input position of the sequences
     * @param invalid error, skip or keep
     * @param temperature of the probabilities
     * @param named whether the name of the class is added
     */
    record Options(int input, String invalid, double temperature, boolean named)
            implements Serializable {
        private static final long serialVersionUID = 1;
    }

    /** A row and its sequence; none where it cannot be read and is kept. */
    private record Read(Row row, Optional<Sequence> sequence) {}

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        if (!rows.hasNext()) {
            return rows; // a model need not be compiled for nothing
        }
        CompiledClassifier classifier =
                IdleModels.take(
                        key,
                        CompiledClassifier.class,
                        () -> new CompiledClassifier(run.value(), key, TaskContext.get().cpus()));
        double[] numbers = Labels.numbers(classifier.model().classes());
        return new BatchIterator<>(
                rows, BATCHES * key.batch(), window -> classified(classifier, numbers, window));
    }

    private List<Row> classified(
            CompiledClassifier classifier, double[] numbers, List<Row> window) {
        List<Read> read = new ArrayList<>();
        for (Row row : window) {
            read(classifier, row).ifPresent(read::add);
        }
        double[][] logits =
                classifier.logits(read.stream().flatMap(r -> r.sequence().stream()).toList());
        List<Row> results = new ArrayList<>();
        int next = 0;
        for (Read r : read) {
            results.add(
                    r.sequence().isEmpty()
                            ? with(r.row(), null, null, null)
                            : classified(classifier, numbers, r.row(), logits[next++]));
        }
        return results;
    }

    private Optional<Read> read(CompiledClassifier classifier, Row row) {
        try {
            Sequence sequence =
                    classifier.model().codec().encode(Contents.of(row.get(options.input)));
            return Optional.of(new Read(row, Optional.of(sequence)));
        } catch (DataException e) {
            return switch (options.invalid) {
                case "skip" -> Optional.empty();
                case "keep" -> Optional.of(new Read(row, Optional.empty()));
                default ->
                        throw new DataException(
                                "a row cannot be classified: "
                                        + e.getMessage()
                                        + ". The row is "
                                        + shortened(row)
                                        + ". To leave such rows out, or to predict null, set"
                                        + " handleInvalid to skip or keep",
                                e);
            };
        }
    }

    private static String shortened(Row row) {
        String text = row.toString();
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }

    private Row classified(
            CompiledClassifier classifier, double[] numbers, Row row, double[] logits) {
        for (double z : logits) {
            if (!Double.isFinite(z)) {
                throw new NonFiniteException(
                        "the model says " + z + " of a class, which is no probability");
            }
        }
        double[] probabilities = new Temperature(options.temperature).probabilities(logits);
        int likeliest = Calibration.likeliest(probabilities);
        return with(
                row,
                numbers[likeliest],
                Vectors.dense(probabilities),
                classifier.model().classes().get(likeliest));
    }

    private Row with(Row row, Object prediction, Object probabilities, Object name) {
        Object[] cells = new Object[row.length() + (options.named ? 3 : 2)];
        Arrays.setAll(cells, i -> i < row.length() ? row.get(i) : null);
        cells[row.length()] = prediction;
        cells[row.length() + 1] = probabilities;
        if (options.named) {
            cells[row.length() + 2] = name;
        }
        return RowFactory.create(cells);
    }
}
