package dev.rondo.spark.ml;

import dev.rondo.models.data.DataException;
import dev.rondo.models.data.Example;
import dev.rondo.models.data.ExampleColumns;
import dev.rondo.models.data.TextForm;

import org.apache.spark.ml.linalg.Vector;

import scala.collection.Seq;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Sequences as cells of a data frame have them. */
final class Contents {
    private Contents() {}

    /**
     * The sequence of a cell: a text, numbers, or numbers at each step.
     *
     * @throws DataException when there is none, or it holds what is no number
     */
    static Example.Content of(Object cell) {
        return switch (cell) {
            case null -> throw new DataException("the row has no sequence");
            case String text when text.isBlank() -> throw new DataException("the text is empty");
            case String text -> new Example.Text(TextForm.composed(text));
            case Vector vector -> numbers(single(vector.toArray()));
            case Seq<?> steps -> numbers(steps(steps));
            default ->
                    throw new DataException(
                            "a sequence is a text, an array of numbers, an array of arrays, or a"
                                    + " vector; found "
                                    + cell.getClass().getName());
        };
    }

    private static Example.Numbers numbers(double[][] steps) {
        if (steps.length == 0 || steps[0].length == 0) {
            throw new DataException("the sequence is empty");
        }
        for (int t = 0; t < steps.length; t++) {
            if (steps[t].length != steps[0].length) {
                throw new DataException(
                        "step "
                                + (t + 1)
                                + " has "
                                + steps[t].length
                                + " numbers, and the first has "
                                + steps[0].length);
            }
            for (double number : steps[t]) {
                if (!Double.isFinite(number)) {
                    throw new DataException("step " + (t + 1) + " has " + number);
                }
            }
        }
        return new Example.Numbers(steps);
    }

    private static double[][] single(double... numbers) {
        double[][] steps = new double[numbers.length][1];
        for (int t = 0; t < numbers.length; t++) {
            steps[t][0] = numbers[t];
        }
        return steps;
    }

    private static double[][] steps(Seq<?> cells) {
        double[][] steps = new double[cells.length()][];
        for (int t = 0; t < steps.length; t++) {
            steps[t] =
                    switch (cells.apply(t)) {
                        case Number n -> new double[] {n.doubleValue()};
                        case Seq<?> step -> row(step, t);
                        case Vector vector -> vector.toArray();
                        case Object other -> new double[] {number(other, t)};
                        case null -> new double[] {number(null, t)};
                    };
        }
        return steps;
    }

    private static double[] row(Seq<?> cells, int step) {
        double[] numbers = new double[cells.length()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(cells.apply(i), step);
        }
        return numbers;
    }

    private static double number(Object cell, int step) {
        if (cell instanceof Number n) {
            return n.doubleValue();
        }
        throw new DataException("step " + (step + 1) + " has " + cell + ", which is no number");
    }

    /** The sequence in words, for a hash. */
    static String text(Example.Content content) {
        return switch (content) {
            case Example.Text(String text) -> text;
            case Example.Numbers(double[][] steps) -> Arrays.deepToString(steps);
        };
    }

    /** The columns that a file would have such sequences in, so that other programs can say so. */
    static ExampleColumns columns(String input, Example.Content first) {
        if (!(first instanceof Example.Numbers(double[][] steps))) {
            return new ExampleColumns.OfText(input);
        }
        int width = steps[0].length;
        List<String> names =
                width == 1
                        ? List.of(input)
                        : IntStream.rangeClosed(1, width).mapToObj(i -> input + "_" + i).toList();
        return new ExampleColumns.OfSteps("id", Optional.empty(), names);
    }
}
