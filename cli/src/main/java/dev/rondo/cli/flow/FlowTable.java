package dev.rondo.cli.flow;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Flows as a table for people: the size of each at some steps back, and what follows from it. */
public final class FlowTable {
    /** Steps back that are shown, as far as there are so many, besides the last. */
    private static final int[] LADDER = {1, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000};

    private static final double TENTH = 0.1;
    private static final double THOUSANDTH = 0.001;

    /** A factor that is not written out. */
    private static final double LARGE = 100;

    private final int[] steps;

    /** A table of flows of at most so many steps back. */
    public FlowTable(int longest) {
        steps =
                IntStream.concat(
                                IntStream.of(LADDER).filter(k -> k < longest),
                                IntStream.of(longest))
                        .toArray();
    }

    /** The names of the columns. */
    public List<String> header() {
        List<String> names = new ArrayList<>(List.of("network", "state", "paths"));
        IntStream.of(steps).forEach(k -> names.add((names.size() == 3 ? "k = " : "") + k));
        names.addAll(List.of("per step", "of seeds", "fitted to", "1/10", "1/1000"));
        return names;
    }

    /** What stands in the columns. */
    public List<String> row(Flow flow) {
        Curve curve = flow.curve();
        List<String> cells = new ArrayList<>();
        cells.add(flow.network());
        cells.add(flow.place());
        cells.add(flow.route().toString());
        for (int k : steps) {
            cells.add(k < curve.mean().length ? figure(curve.mean()[k]) : "");
        }
        Decay decay = curve.decay();
        cells.add(factor("%.4f", decay.factor()));
        DoubleSummaryStatistics seeds = curve.factors();
        cells.add(
                seeds.getCount() == 0
                        ? ""
                        : factor("%.3f", seeds.getMin()) + "–" + factor("%.3f", seeds.getMax()));
        cells.add(decay.from() < decay.to() ? decay.from() + "–" + decay.to() : "");
        cells.add(curve.reach(TENTH).toString());
        cells.add(curve.reach(THOUSANDTH).toString());
        return cells;
    }

    /** A line of a table in a terminal. */
    public static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            String space = " ".repeat(Math.max(0, widths[i] - cell.length()));
            line.append(i < 3 ? cell + space : space + cell).append("  ");
        }
        return line.toString().stripTrailing();
    }

    /** How wide the columns are, before the rows are known. */
    public int[] widths(List<String> networks, List<String> places) {
        List<String> header = header();
        int[] widths = header.stream().mapToInt(h -> Math.max(8, h.length())).toArray();
        widths[0] = networks.stream().mapToInt(String::length).max().orElse(0);
        widths[0] = Math.max(widths[0], header.get(0).length());
        widths[1] = places.stream().mapToInt(String::length).max().orElse(0);
        widths[1] = Math.max(widths[1], header.get(1).length());
        widths[widths.length - 4] = "0.863–0.863".length();
        widths[widths.length - 1] = widths[widths.length - 2] = "no gradient".length();
        return widths;
    }

    /** What the columns mean, and what was seen beside. */
    public static List<String> notes(List<Flow> flows) {
        List<String> notes = new ArrayList<>();
        notes.add(
                "Norms of the gradient of one step's loss with respect to a state k steps back, as a"
                        + " part of that with respect to the output the loss reads: geometric means over"
                        + " rows and seeds.");
        notes.add(
                "per step: the factor of the exponential that fits best (least squares of the"
                        + " logarithm, over the steps named), and the range of those of single seeds."
                        + " 1/10, 1/1000: steps until a tenth, a thousandth of the first that is not"
                        + " 0.");
        for (Flow f : flows) {
            f.product().ifPresent(p -> notes.add(product(f, p)));
        }
        for (Flow f : flows) {
            if (f.curve().notFinite() > 0) {
                notes.add(
                        format(
                                "%s, %s, %s: %,d of %,d gradients are infinite or NaN; they are left"
                                        + " out of the means",
                                f.network(),
                                f.place(),
                                f.route(),
                                f.curve().notFinite(),
                                f.curve().rows()));
            }
        }
        return notes;
    }

    private static String product(Flow f, GateProduct p) {
        int far = f.curve().farthest();
        String where = f.network() + ", " + f.place();
        if (!p.agrees()) {
            return format(
                    "%s: no gate that the cell names is what the carried path is multiplied by; the"
                            + " product of %s comes closest, and is off by up to %.1e of an element",
                    where, p.gate(), p.deviation());
        }
        return format(
                "%s: along the carried path alone %s is measured %d steps back, and the product of"
                        + " %s gives %s; no element differs%s",
                where,
                figure(f.curve().mean()[far]),
                far,
                p.gate(),
                figure(p.curve().mean()[far]),
                p.deviation() == 0 ? "" : " by more than " + figure(p.deviation()) + " of it");
    }

    /** A number with two or three digits, written out if that is short. */
    static String figure(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value == 0 ? "0" : value == value ? "inf" : "NaN";
        }
        return value >= 0.001 && value < 10_000
                ? format(value < 0.1 ? "%.4f" : value < 10 ? "%.2f" : "%.0f", value)
                : format("%.1e", value);
    }

    private static String factor(String pattern, double factor) {
        return factor == factor ? format(factor < LARGE ? pattern : "%.1e", factor) : "";
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
