package dev.rondo.models.seq2seq;

import dev.rondo.backend.NonFiniteException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The hypotheses of one source: those that go on, likeliest first, and those that have ended. Both
 * together are never more than the beam is wide. Among equals the lower index wins: of hypotheses,
 * then of symbols.
 */
final class Beam {
    /**
     * A hypothesis as its last symbol and the hypothesis before.
     *
     * @param parent null for none
     * @param weights of the source's symbols when it was written; null without attention
     */
    private record Node(
            Node parent, int symbol, int length, double logProbability, double[] weights) {}

    /** A way to go on from the open hypothesis of a number. */
    private record Candidate(int from, int symbol, double logProbability) {}

    private final int width;
    private final int end;
    private final List<Node> ended = new ArrayList<>();
    private List<Node> open = List.of(new Node(null, -1, 0, 0, null));
    private List<Integer> parents = List.of(0);

    /** The beginning: one hypothesis, of nothing. */
    Beam(int width, int end) {
        this.width = width;
        this.end = end;
    }

    /** How many hypotheses go on. */
    int open() {
        return open.size();
    }

    /** The last symbol of an open hypothesis. */
    int symbol(int i) {
        return open.get(i).symbol();
    }

    /** Which of the open hypotheses before the last step an open one goes on from. */
    int parent(int i) {
        return parents.get(i);
    }

    /**
     * One step: the likeliest continuations take the places that are left.
     *
     * @param logits for each open hypothesis those of the next symbol
     * @param logSums for each ln Σ exp of its logits
     * @param weights for each those of the source's symbols; null elements without attention
     */
    void step(double[][] logits, double[] logSums, double[][] weights) {
        int places = width - ended.size();
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < open.size(); i++) {
            double before = open.get(i).logProbability();
            // by logits, not by probabilities, whose rounding makes equals of unequal ones
            for (int symbol : largest(logits[i], places)) {
                double log = before + (logits[i][symbol] - logSums[i]);
                candidates.add(new Candidate(i, symbol, log));
            }
        }
        candidates.sort(Comparator.comparingDouble(Candidate::logProbability).reversed());
        List<Node> next = new ArrayList<>();
        List<Integer> from = new ArrayList<>();
        for (Candidate c : candidates.subList(0, Math.min(places, candidates.size()))) {
            Node parent = open.get(c.from());
            Node node =
                    new Node(
                            parent,
                            c.symbol(),
                            parent.length() + 1,
                            c.logProbability(),
                            weights[c.from()]);
            if (c.symbol() == end) {
                ended.add(node);
            } else {
                next.add(node);
                from.add(c.from());
            }
        }
        open = next;
        parents = from;
    }

    /** Indices of the largest, descending, the lower index first among equals. */
    static int[] largest(double[] values, int count) {
        int[] best = new int[Math.min(count, values.length)];
        int found = 0;
        for (int i = 0; i < values.length; i++) {
            if (Double.isNaN(values[i])) {
                throw new NonFiniteException("the model gave a logit that is not a number");
            }
            int at = found;
            while (at > 0 && values[i] > values[best[at - 1]]) {
                at--;
            }
            if (at < best.length) {
                found = Math.min(found + 1, best.length);
                System.arraycopy(best, at, best, at + 1, found - 1 - at);
                best[at] = i;
            }
        }
        return best;
    }

    /**
     * All hypotheses: those that have ended first, and each by falling score. A penalty so large
     * that scores round to 0 is all that counts: the longer comes first.
     */
    List<Hypothesis> hypotheses(LengthPenalty penalty) {
        List<Hypothesis> all = new ArrayList<>();
        ended.forEach(n -> all.add(hypothesis(n, true, penalty)));
        open.forEach(n -> all.add(hypothesis(n, false, penalty)));
        Comparator<Hypothesis> order =
                Comparator.comparing((Hypothesis h) -> !h.written().ended())
                        .thenComparing(Comparator.comparingDouble(Hypothesis::score).reversed());
        if (penalty.alpha() > 0) {
            order = order.thenComparing(h -> -h.written().symbols().length);
        }
        all.sort(order.thenComparing(h -> -h.logProbability()));
        return all;
    }

    private static Hypothesis hypothesis(Node last, boolean ended, LengthPenalty penalty) {
        List<Integer> symbols = new ArrayList<>();
        List<double[]> weights = new ArrayList<>();
        for (Node n = last; n.parent() != null; n = n.parent()) {
            if (n != last || !ended) {
                symbols.add(n.symbol());
            }
            if (n.weights() != null) {
                weights.add(n.weights());
            }
        }
        Collections.reverse(symbols);
        Collections.reverse(weights);
        int[] line = symbols.stream().mapToInt(Integer::intValue).toArray();
        double score = last.logProbability() / penalty.of(last.length());
        return new Hypothesis(new Written(line, weights, ended), last.logProbability(), score);
    }
}
