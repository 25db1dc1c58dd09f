package dev.rondo.spark.ml;

import dev.rondo.models.data.DataException;

import java.util.List;

/** Classes as columns have them, by numbers or names, and as models have them, by names. */
final class Labels {
    /** The largest whole number up to which all are doubles. */
    private static final double EXACT = 1L << 53;

    private Labels() {}

    /** The name of a class; whole numbers have no decimals. */
    static String name(Object cell) {
        String name =
                switch (cell) {
                    case null -> throw new DataException("the row has no class");
                    case Number n -> name(n.doubleValue());
                    default -> cell.toString().strip();
                };
        if (name.isEmpty()) {
            throw new DataException("the row has no class");
        }
        return name;
    }

    private static String name(double number) {
        if (!Double.isFinite(number)) {
            throw new DataException(number + " is no class");
        }
        boolean whole = number == Math.rint(number) && Math.abs(number) < EXACT;
        return whole ? Long.toString((long) number) : Double.toString(number);
    }

    /** A number for each class: the class itself where all are numbers; else its position. */
    static double[] numbers(List<String> classes) {
        double[] numbers = new double[classes.size()];
        try {
            for (int c = 0; c < numbers.length; c++) {
                numbers[c] = Double.parseDouble(classes.get(c));
            }
        } catch (NumberFormatException _) {
            for (int c = 0; c < numbers.length; c++) {
                numbers[c] = c;
            }
        }
        return numbers;
    }
}
