package dev.rondo.cli.flow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks among the gates of a cell for the one that multiplies the gradient along the carried path,
 * where it is open (f of an LSTM) or where it is closed (1 − f of a minimal gated unit).
 */
final class GateProducts {
    /** Numbers that are smaller have lost their digits. */
    private static final double SMALLEST = 1e-290;

    /** A gate, or its complement to 1. */
    private static final class Candidate {
        private final String gate;
        private final List<double[][]> norms = new ArrayList<>();

        /** NaN until something has been compared. */
        private double deviation = Double.NaN;

        Candidate(String gate) {
            this.gate = gate;
        }

        void deviates(double by) {
            deviation = by <= deviation ? deviation : by;
        }
    }

    private final Map<String, Candidate> candidates = new LinkedHashMap<>();

    /**
     * Compares all gates in a run.
     *
     * @param measured gradients [T, B, …] along the carried path
     * @param gates of the same shape, by name
     * @param origins the step of each row from which steps are counted back
     * @param way from a step to the one before it in the recurrence: −1, or 1 backwards
     * @param scale what each row's norms are divided by
     */
    void add(
            StepValues measured,
            Map<String, StepValues> gates,
            int[] origins,
            int way,
            double[] scale) {
        for (boolean complement : new boolean[] {false, true}) {
            gates.forEach(
                    (name, gate) -> {
                        Candidate c =
                                candidates.computeIfAbsent(
                                        complement ? "1 − " + name : name, Candidate::new);
                        StepValues product = product(c, complement, measured, gate, origins, way);
                        c.norms.add(product.norms(origins, scale));
                    });
        }
    }

    private static StepValues product(
            Candidate candidate,
            boolean complement,
            StepValues measured,
            StepValues gate,
            int[] origins,
            int way) {
        StepValues product = StepValues.zeros(measured);
        for (int b = 0; b < measured.batch(); b++) {
            for (int unit = 0; unit < measured.width(); unit++) {
                int t = origins[b];
                while (measured.has(t) && measured.at(t, b, unit) == 0) {
                    t += way;
                }
                if (!measured.has(t)) {
                    continue;
                }
                product.set(t, b, unit, measured.at(t, b, unit));
                for (; measured.has(t + way); t += way) {
                    double g = gate.at(t, b, unit);
                    double next = product.at(t, b, unit) * (complement ? 1 - g : g);
                    product.set(t + way, b, unit, next);
                    double value = measured.at(t + way, b, unit);
                    if (Math.abs(value) > SMALLEST) {
                        candidate.deviates(Math.abs(value - next) / Math.abs(value));
                    }
                }
            }
        }
        return product;
    }

    /** The gate whose product comes closest; empty where there is none to compare. */
    Optional<GateProduct> closest() {
        List<GateProduct> compared =
                candidates.values().stream()
                        .filter(c -> c.deviation == c.deviation)
                        .map(c -> new GateProduct(c.gate, c.deviation, curve(c)))
                        .toList();
        return compared.stream()
                .filter(GateProduct::agrees)
                .findFirst()
                .or(() -> compared.stream().min(Comparator.comparing(GateProduct::deviation)));
    }

    private static Curve curve(Candidate c) {
        return Curve.of(c.norms.toArray(double[][][]::new));
    }
}
