package dev.rondo.models.checkpoint;

import dev.rondo.array.Array;
import dev.rondo.array.DType;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers in arrays that are infinite or NaN, or that a conversion makes so.
 *
 * @param count how many there are
 * @param name the array that holds the first of them
 * @param place its position along each axis of that array, as {@code [2, 0]}
 * @param value its value before the conversion
 */
public record NonFinite(long count, String name, String place, double value) {
    /** Searches these arrays; empty when all numbers are finite. */
    public static Optional<NonFinite> among(Map<String, Array> arrays) {
        return among(arrays, DType.F64);
    }

    /** Searches these arrays, converted to a type; empty when all numbers are finite. */
    public static Optional<NonFinite> among(Map<String, Array> arrays, DType as) {
        NonFinite first = null;
        long count = 0;
        for (Map.Entry<String, Array> e : arrays.entrySet()) {
            Array a = e.getValue();
            for (int i = 0; a.dtype().isFloat() && i < a.size(); i++) {
                if (!isFinite(a.get(i), as)) {
                    count++;
                    if (first == null) {
                        String place = Arrays.toString(a.shape().index(i));
                        first = new NonFinite(1, e.getKey(), place, a.get(i));
                    }
                }
            }
        }
        return first == null
                ? Optional.empty()
                : Optional.of(new NonFinite(count, first.name, first.place, first.value));
    }

    private static boolean isFinite(double value, DType as) {
        return as == DType.F32 ? Float.isFinite((float) value) : Double.isFinite(value);
    }

    /** Text for messages: {@code 2 numbers are not finite, the first is NaN in 'bias' at [3]}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s, %s %s in '%s' at %s",
                count == 1 ? "1 number is not finite" : count + " numbers are not finite",
                count == 1 ? "it is" : "the first is",
                Double.isFinite(value) ? value + ", too large for F32," : Double.toString(value),
                name,
                place);
    }
}
