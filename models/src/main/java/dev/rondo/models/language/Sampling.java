package dev.rondo.models.language;

import dev.rondo.backend.NonFiniteException;

import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * How a symbol is chosen from logits. They are divided by a temperature, then all but the most
 * likely symbols are ruled out, and then one is drawn. The arithmetic is strict, so a seed gives
 * the same symbols everywhere. Among equals, the lower index counts as more likely.
 *
 * @param temperature below 1, likely symbols become more likely; 0 always takes the most likely
 *     symbol
 * @param topK draws only from this many of the most likely symbols (Fan et al. 2018, section 5.4);
 *     0 for all
 * @param topP draws only from the nucleus: the smallest set of most likely symbols that have this
 *     probability together (Holtzman et al. 2020, equation 2); 1 for all. If {@code topK} is given
 *     too, probabilities are those among its symbols
 */
public record Sampling(double temperature, int topK, double topP) {
    /** Checks the values. */
    public Sampling {
        if (!(temperature >= 0)) {
            throw new IllegalArgumentException(
                    "the temperature must be 0 or above, got " + temperature);
        }
        if (topK < 0) {
            throw new IllegalArgumentException("top-k must be 0 (all) or above, got " + topK);
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("top-p must be above 0 and at most 1, got " + topP);
        }
    }

    /** Draws from all symbols. */
    public static Sampling at(double temperature) {
        return new Sampling(temperature, 0, 1);
    }

    /** Draws only from the {@code k} most likely symbols; 0 for all. */
    public Sampling topK(int k) {
        return new Sampling(temperature, k, topP);
    }

    /** Draws only from the nucleus of probability {@code p}. */
    public Sampling topP(double p) {
        return new Sampling(temperature, topK, p);
    }

    /**
     * Chooses a symbol.
     *
     * @throws IllegalArgumentException when there are no logits
     * @throws NonFiniteException when a logit is not a number
     */
    public int draw(double[] logits, RandomGenerator random) {
        if (logits.length == 0) {
            throw new IllegalArgumentException(
                    "a symbol is chosen from the logits of at least one, got none");
        }
        int best = likeliest(logits);
        if (temperature == 0) {
            return best;
        }
        double[] weights = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            weights[i] = weight(logits[i], logits[best]);
        }
        if (topK > 0 && topK < logits.length || topP < 1) {
            ruleOut(logits, weights);
        }
        double[] sums = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            sum += weights[i];
            sums[i] = sum;
        }
        double at = random.nextDouble() * sum;
        for (int i = 0; i < sums.length; i++) {
            if (at < sums[i]) {
                return i;
            }
        }
        return best;
    }

    /** How likely a symbol is, of the likeliest's 1. */
    private double weight(double logit, double best) {
        // their difference is not a number where both are infinite
        if (logit == best) {
            return 1;
        }
        // what is ruled out stays so at an infinite temperature
        return logit == Double.NEGATIVE_INFINITY ? 0 : StrictMath.exp((logit - best) / temperature);
    }

    private static int likeliest(double[] logits) {
        int best = 0;
        for (int i = 0; i < logits.length; i++) {
            if (Double.isNaN(logits[i])) {
                throw new NonFiniteException("the model gave a logit that is not a number");
            }
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }

    /** Sets the weights of what is not drawn from to 0. */
    private void ruleOut(double[] logits, double[] weights) {
        // the sort is stable: of equals the lower index comes first
        List<Integer> order =
                IntStream.range(0, logits.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble((Integer i) -> logits[i]).reversed())
                        .toList();
        int few = topK == 0 ? logits.length : Math.min(topK, logits.length);
        double sum = 0;
        for (int i : order.subList(0, few)) {
            sum += weights[i];
        }
        int kept = 0;
        double reached = 0;
        while (kept < few && (topP == 1 || reached < topP * sum)) {
            reached += weights[order.get(kept++)];
        }
        for (int i : order.subList(kept, logits.length)) {
            weights[i] = 0;
        }
    }
}
