package dev.rondo.cli.bench;

import dev.rondo.models.checkpoint.Configuration;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * What one axis costs, from the middle up.
 *
 * @param axis what is doubled
 * @param points at least one, each with twice the size of the one before
 * @param end why there is no further one
 */
public record GrowthSeries(GrowthAxis axis, List<GrowthPoint> points, String end) {
    /** The largest sizes, by which overhead matters least. */
    private static final int LAST = 3;

    /**
     * Exponents of a cost.
     *
     * @param all over all points
     * @param last over the last three
     * @param expected what follows from what is computed or kept; empty where nothing does
     */
    record Exponents(double all, double last, OptionalDouble expected) {
        private Configuration json() {
            Configuration c = Configuration.empty().with("all", all).with("last", last);
            return expected.isPresent() ? c.with("expected", expected.getAsDouble()) : c;
        }
    }

    /** Copies the list. */
    public GrowthSeries {
        points = List.copyOf(points);
    }

    /** Exponents of the time of a step. Those of the textbook operations are expected. */
    Exponents time() {
        return exponents(
                p -> p.result().medianMillis(),
                OptionalDouble.of(exponent(points, p -> p.result().workload().operations())));
    }

    /** Exponents of what the executable holds. */
    Exponents memory() {
        Mode mode = points.getFirst().result().workload().mode();
        return exponents(p -> p.result().bytes(), axis.memory(mode));
    }

    private Exponents exponents(ToDoubleFunction<GrowthPoint> cost, OptionalDouble expected) {
        List<GrowthPoint> last = points.subList(Math.max(0, points.size() - LAST), points.size());
        return new Exponents(exponent(points, cost), exponent(last, cost), expected);
    }

    private static double exponent(List<GrowthPoint> of, ToDoubleFunction<GrowthPoint> cost) {
        return PowerLaw.exponent(of, GrowthPoint::size, cost);
    }

    /** One object with the exponents; a single point has none. */
    public Configuration json() {
        Configuration c =
                Configuration.empty()
                        .with("axis", axis.toString())
                        .with("sizes", points.stream().map(GrowthPoint::size).toList())
                        .with("ended", end);
        return points.size() > 1
                ? c.with("time_exponent", time().json()).with("memory_exponent", memory().json())
                : c;
    }
}
