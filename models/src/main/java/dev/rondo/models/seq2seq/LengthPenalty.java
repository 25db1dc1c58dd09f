package dev.rondo.models.seq2seq;

/**
 * The divisor of the logarithm of a sequence's probability, so that long sequences are not at a
 * disadvantage: lp(Y) = (5 + |Y|)^α / (5 + 1)^α (Wu et al. 2016, equation 14). |Y| counts the end
 * mark.
 *
 * @param alpha α: 0 compares plain probabilities; 0.6 to 1 is usual
 */
public record LengthPenalty(double alpha) {
    /** Checks the value. */
    public LengthPenalty {
        if (!(alpha >= 0 && alpha < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "the exponent of a length penalty must be 0 or above and finite, got " + alpha);
        }
    }

    /** Plain probabilities. */
    public static LengthPenalty none() {
        return new LengthPenalty(0);
    }

    /** lp of a sequence of so many symbols. */
    public double of(int length) {
        return StrictMath.pow((5.0 + length) / (5 + 1), alpha);
    }
}
