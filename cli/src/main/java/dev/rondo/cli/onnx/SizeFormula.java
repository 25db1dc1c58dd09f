package dev.rondo.cli.onnx;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A size that follows from the free sizes of an entry: a sum of products of different ones, such as
 * 2·T·B + 3.
 *
 * @param terms the factor of each product. Bit i of the key says whether the product has free size
 *     i, so key 0 is the constant part. No factor is 0
 */
record SizeFormula(Map<Integer, Long> terms) {
    /**
     * The formula that gives these values.
     *
     * @param values at each corner: bit i of the index says whether free size i is one more than
     *     {@code base[i]}
     */
    static SizeFormula through(long[] values, int[] base) {
        Map<Integer, Long> terms = new TreeMap<>();
        for (int corner = 0; corner < values.length; corner++) {
            long slope = 0;
            for (int below = 0; below < values.length; below++) {
                if ((below & corner) == below) {
                    boolean odd = Integer.bitCount(corner ^ below) % 2 == 1;
                    slope += odd ? -values[below] : values[below];
                }
            }
            // slope · Π (size − base) over the bits of the corner, multiplied out
            for (int kept = 0; kept < values.length; kept++) {
                if ((kept & corner) == kept) {
                    long factor = slope;
                    for (int i = 0; i < base.length; i++) {
                        factor *= ((corner ^ kept) >> i & 1) == 1 ? -base[i] : 1;
                    }
                    terms.merge(kept, factor, Long::sum);
                }
            }
        }
        terms.values().removeIf(factor -> factor == 0);
        return new SizeFormula(terms);
    }

    /** Its value for given free sizes. */
    long at(int[] sizes) {
        long sum = 0;
        for (Map.Entry<Integer, Long> term : terms.entrySet()) {
            long product = term.getValue();
            for (int i = 0; i < sizes.length; i++) {
                product *= (term.getKey() >> i & 1) == 1 ? sizes[i] : 1;
            }
            sum += product;
        }
        return sum;
    }

    /** The value, if it does not depend on free sizes. */
    OptionalLong fixed() {
        boolean free = terms.keySet().stream().anyMatch(product -> product != 0);
        return free ? OptionalLong.empty() : OptionalLong.of(terms.getOrDefault(0, 0L));
    }
}
