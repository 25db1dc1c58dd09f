package dev.rondo.models.data;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * How what is said of whole series becomes numbers: a column of numbers is standardized over the
 * series, any other is a list of categories.
 *
 * @param columns one for each static column, in their order
 */
public record StaticFeatures(List<Column> columns) {
    /** How a column becomes numbers. */
    public sealed interface Column {
        /** The column's name. */
        String name();
    }

    /**
     * A column of numbers.
     *
     * @param scaling over the series to train on
     */
    public record Numeric(String name, Scaling scaling) implements Column {}

    /**
     * A column of anything else.
     *
     * @param categories in the order of the alphabet; category i has the number i + 1, and one that
     *     is not among them has 0
     */
    public record Categorical(String name, List<String> categories) implements Column {
        /** Copies the list. */
        public Categorical {
            categories = List.copyOf(categories);
        }

        int number(String category) {
            return categories.indexOf(category) + 1;
        }
    }

    /** Copies the list. */
    public StaticFeatures {
        columns = List.copyOf(columns);
    }

    /** Finds what the columns of a panel hold. */
    public static StaticFeatures fit(Panel panel) {
        List<Column> columns = new ArrayList<>();
        List<String> names = panel.columns().statics();
        for (int c = 0; c < names.size(); c++) {
            int at = c;
            List<String> said = panel.series().stream().map(s -> s.statics().get(at)).toList();
            columns.add(
                    said.stream().allMatch(CsvTable::isNumber)
                            ? new Numeric(names.get(c), scaling(said))
                            : new Categorical(names.get(c), List.copyOf(new TreeSet<>(said))));
        }
        return new StaticFeatures(columns);
    }

    private static Scaling scaling(List<String> said) {
        double[] values = said.stream().mapToDouble(Double::parseDouble).toArray();
        for (double value : values) {
            if (value != values[0]) {
                return Scaling.fit(values, values.length);
            }
        }
        return new Scaling(values[0], 1);
    }

    /** How many columns are numbers. */
    public int numbers() {
        return (int) columns.stream().filter(Numeric.class::isInstance).count();
    }

    /** Of each other column, how many categories it has, with the one for all others. */
    public List<Integer> categories() {
        return columns.stream()
                .filter(Categorical.class::isInstance)
                .map(c -> ((Categorical) c).categories().size() + 1)
                .toList();
    }

    /**
     * The numbers of a series.
     *
     * @throws DataException when a column of numbers holds none
     */
    float[] numbers(Series series) {
        float[] numbers = new float[numbers()];
        int at = 0;
        for (int c = 0; c < columns.size(); c++) {
            if (columns.get(c) instanceof Numeric numeric) {
                String said = series.statics().get(c);
                if (!CsvTable.isNumber(said)) {
                    throw new DataException(
                            series.name()
                                    + ": column '"
                                    + numeric.name()
                                    + "' holds '"
                                    + said
                                    + "', and numbers in the series of the training. Correct it");
                }
                numbers[at++] = (float) numeric.scaling().apply(Double.parseDouble(said));
            }
        }
        return numbers;
    }

    /** The numbers of the categories of a series. */
    int[] categories(Series series) {
        int[] numbers = new int[columns.size() - numbers()];
        int at = 0;
        for (int c = 0; c < columns.size(); c++) {
            if (columns.get(c) instanceof Categorical categorical) {
                numbers[at++] = categorical.number(series.statics().get(c));
            }
        }
        return numbers;
    }

    /** Sentences on the categories of a series that were in no series of the training. */
    public List<String> unknown(Series series) {
        List<String> sentences = new ArrayList<>();
        for (int c = 0; c < columns.size(); c++) {
            if (columns.get(c) instanceof Categorical categorical
                    && categorical.number(series.statics().get(c)) == 0) {
                sentences.add(
                        series.name()
                                + ": '"
                                + series.statics().get(c)
                                + "' of column '"
                                + categorical.name()
                                + "' was in no series of the training, so the model takes it for an"
                                + " unknown one");
            }
        }
        return sentences;
    }
}
