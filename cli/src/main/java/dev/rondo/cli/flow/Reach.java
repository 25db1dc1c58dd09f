package dev.rondo.cli.flow;

import java.util.Locale;

/** After how many steps a gradient has fallen to a part of what it was. */
public sealed interface Reach {
    /**
     * It has.
     *
     * @param steps back from the loss
     */
    record Within(int steps) implements Reach {
        @Override
        public String toString() {
            return Integer.toString(steps);
        }
    }

    /**
     * It never does, within the steps that were looked at.
     *
     * @param steps how many they were
     */
    record Beyond(int steps) implements Reach {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "beyond %d", steps);
        }
    }

    /** It is larger at the far end than where it began. */
    record Grows() implements Reach {
        @Override
        public String toString() {
            return "grows";
        }
    }

    /** There is no gradient to begin with. */
    record Nothing() implements Reach {
        @Override
        public String toString() {
            return "no gradient";
        }
    }

    /**
     * The first step at which a curve is at most a part of its first value that is not zero.
     *
     * @param mean by steps back
     * @param part such as a tenth
     */
    static Reach of(double[] mean, double part) {
        int begin = 0;
        while (begin < mean.length && !(mean[begin] > 0)) {
            begin++;
        }
        if (begin == mean.length) {
            return new Nothing();
        }
        for (int k = begin + 1; k < mean.length; k++) {
            if (mean[k] <= part * mean[begin]) {
                return new Within(k);
            }
        }
        return mean[mean.length - 1] > mean[begin] ? new Grows() : new Beyond(mean.length - 1);
    }
}
