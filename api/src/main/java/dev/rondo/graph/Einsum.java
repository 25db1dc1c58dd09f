package dev.rondo.graph;

import dev.rondo.array.Shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Sums of products of two tensors, as one product of batches of matrices. Each letter is one of
 * four: of the batch (in both operands and the result), of the rows (in the first and the result),
 * of the columns (in the second and the result), or summed over.
 */
final class Einsum {
    private final String equation;
    private final String left;
    private final String right;
    private final String result;
    private final Map<Character, Integer> extents = new TreeMap<>();

    private Einsum(String equation) {
        this.equation = equation;
        String plain = equation.replace(" ", "");
        int arrow = plain.indexOf("->");
        String operands = arrow < 0 ? plain : plain.substring(0, arrow);
        int comma = operands.indexOf(',');
        if (comma < 0) {
            throw wrong("two operands are needed, as in \"ij,jk->ik\"");
        }
        left = letters(operands.substring(0, comma), "the first operand");
        right = letters(operands.substring(comma + 1), "the second operand");
        result = arrow < 0 ? once(left + right) : letters(plain.substring(arrow + 2), "the result");
        for (char c : result.toCharArray()) {
            if (left.indexOf(c) < 0 && right.indexOf(c) < 0) {
                throw wrong("'" + c + "' of the result is in no operand");
            }
        }
    }

    static Tensor of(String equation, Tensor a, Operand b) {
        Einsum e = new Einsum(equation);
        Tensor y = b.in(a.graph());
        Tensor x = a.in(y.graph());
        e.measure(x, e.left, "first");
        e.measure(y, e.right, "second");
        return e.multiply(x, y);
    }

    private String letters(String s, String what) {
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z')) {
                throw wrong(
                        "axes of " + what + " are letters from a to z or A to Z, not '" + c + "'");
            }
            if (s.indexOf(c) != i) {
                throw wrong(
                        "'"
                                + c
                                + "' is twice in "
                                + what
                                + "; a diagonal or a trace has to be taken before");
            }
        }
        return s;
    }

    /** The letters that occur once, in alphabetical order. */
    private static String once(String all) {
        return all.chars()
                .filter(c -> all.indexOf(c) == all.lastIndexOf(c))
                .sorted()
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private TraceException wrong(String why) {
        return new TraceException("einsum \"" + equation + "\": " + why);
    }

    private void measure(Tensor t, String letters, String which) {
        if (t.rank() != letters.length()) {
            throw wrong(
                    "the "
                            + which
                            + " operand has "
                            + letters.length()
                            + " letters and "
                            + t.rank()
                            + " axes"
                            + Typing.operands(List.of(t)));
        }
        for (int i = 0; i < letters.length(); i++) {
            Integer before = extents.putIfAbsent(letters.charAt(i), t.dim(i));
            if (before != null && before != t.dim(i)) {
                throw wrong(
                        "'"
                                + letters.charAt(i)
                                + "' is "
                                + before
                                + " in the first operand and "
                                + t.dim(i)
                                + " in the second");
            }
        }
    }

    private Tensor multiply(Tensor a, Tensor b) {
        Tensor x = summedAlone(a, left, right);
        Tensor y = summedAlone(b, right, left);
        String ofX = kept(left, right);
        String ofY = kept(right, left);
        String batch = both(left, right, true);
        String inner = both(left, right, false);
        String rows = without(ofX, right);
        String columns = without(ofY, left);
        Tensor m = matrices(x, ofX, batch, rows, inner);
        Tensor n = matrices(y, ofY, batch, inner, columns);
        Tensor product = m.matmul(n).reshape(shape(batch + rows + columns));
        return ordered(product, batch + rows + columns, result);
    }

    /** An operand without the axes that are neither in the other one nor in the result. */
    private Tensor summedAlone(Tensor t, String own, String other) {
        int[] axes =
                IntStream.range(0, own.length())
                        .filter(
                                i ->
                                        other.indexOf(own.charAt(i)) < 0
                                                && result.indexOf(own.charAt(i)) < 0)
                        .toArray();
        return axes.length == 0 ? t : t.sum(axes);
    }

    private String kept(String own, String other) {
        return filter(own, c -> other.indexOf(c) >= 0 || result.indexOf(c) >= 0);
    }

    /** Letters of both operands that are in the result, or that are not. */
    private String both(String own, String other, boolean inResult) {
        return filter(own, c -> other.indexOf(c) >= 0 && result.indexOf(c) >= 0 == inResult);
    }

    private static String without(String own, String other) {
        return filter(own, c -> other.indexOf(c) < 0);
    }

    private interface Choice {
        boolean takes(char c);
    }

    private static String filter(String letters, Choice choice) {
        return letters.chars()
                .filter(c -> choice.takes((char) c))
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    /** A tensor as matrices [batch, rows, columns], each of these some of its axes. */
    private Tensor matrices(Tensor t, String from, String batch, String rows, String columns) {
        Tensor x = ordered(t, from, batch + rows + columns);
        int[] dims = {size(batch), size(rows), size(columns)};
        return batch.isEmpty() ? x.reshape(dims[1], dims[2]) : x.reshape(dims);
    }

    private static Tensor ordered(Tensor t, String from, String to) {
        if (from.equals(to)) {
            return t;
        }
        return t.transpose(to.chars().map(from::indexOf).toArray());
    }

    private int size(String letters) {
        return Math.toIntExact(shape(letters).size());
    }

    private Shape shape(String letters) {
        List<Integer> dims = new ArrayList<>();
        for (char c : letters.toCharArray()) {
            dims.add(extents.get(c));
        }
        return Shape.of(dims.stream().mapToInt(Integer::intValue).toArray());
    }
}
