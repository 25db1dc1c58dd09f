package dev.rondo.models.data;

import java.io.Serializable;
import java.nio.DoubleBuffer;
import java.util.Arrays;

/**
 * A sequence of a file, and the class that the file gives it.
 *
 * @param content the sequence as it is written
 * @param label name of its class; empty where none was read
 * @param line the line on which it begins, counted from 1
 * @param id what the file calls it; empty where it gives no names
 */
public record Example(Content content, String label, long line, String id) implements Serializable {
    /** What messages call it. */
    public String name() {
        return id.isEmpty() ? "line " + line : "'" + id + "'";
    }

    /** A sequence as it is written. */
    public sealed interface Content extends Serializable {
        /** Equal for equal sequences, and only for them. */
        Object key();
    }

    /**
     * A text.
     *
     * @param text not blank
     */
    public record Text(String text) implements Content {
        @Override
        public Object key() {
            return text;
        }
    }

    /**
     * Numbers at each step.
     *
     * @param steps the same number of numbers for each of at least one step
     */
    public record Numbers(double[][] steps) implements Content {
        @Override
        public Object key() {
            return DoubleBuffer.wrap(
                    Arrays.stream(steps).flatMapToDouble(Arrays::stream).toArray());
        }
    }
}
