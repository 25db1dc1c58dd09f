package dev.rondo.cli.show;

import dev.rondo.cli.show.Pen.Anchor;

import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A picture of lines over a horizontal axis. Points that are not finite are left out, and so are
 * lines without points.
 *
 * @param title the title above the chart
 * @param across name of the horizontal axis, whose places are whole numbers
 * @param unit name of the vertical axis
 * @param lines the lines, at least one of which has a point
 * @param label gives the label of a place on the horizontal axis
 * @param logarithmic whether the vertical axis shows powers of ten; values that are not above 0 are
 *     then left out
 */
public record LineChart(
        String title,
        String across,
        String unit,
        List<Line> lines,
        DoubleFunction<String> label,
        boolean logarithmic)
        implements Chart {
    /**
     * A line of the chart.
     *
     * @param name name in the legend
     * @param x places on the horizontal axis, rising
     * @param y values at those places
     * @param dashed whether the line is dashed
     */
    public record Line(String name, double[] x, double[] y, boolean dashed) {
        /** A line that is not dashed. */
        public Line(String name, double[] x, double[] y) {
            this(name, x, y, false);
        }

        /** The line that is drawn over powers of ten. */
        private Line logarithm() {
            return new Line(name, x, DoubleStream.of(y).map(Math::log10).toArray(), dashed);
        }

        private Line finite() {
            return only(
                    IntStream.range(0, x.length)
                            .filter(i -> Double.isFinite(x[i]) && Double.isFinite(y[i])));
        }

        /**
         * The line with at most four points in each of so many columns: the first, last, lowest and
         * highest. It looks the same as the whole line.
         */
        private Line thinned(Scale across, int columns) {
            if (x.length <= 4 * columns) {
                return this;
            }
            IntStream.Builder kept = IntStream.builder();
            int begin = 0;
            while (begin < x.length) {
                int column = (int) (across.part(x[begin]) * columns);
                int low = begin;
                int high = begin;
                int end = begin;
                while (end < x.length && (int) (across.part(x[end]) * columns) == column) {
                    low = y[end] < y[low] ? end : low;
                    high = y[end] > y[high] ? end : high;
                    end++;
                }
                IntStream.of(begin, low, high, end - 1).sorted().distinct().forEach(kept::add);
                begin = end;
            }
            return only(kept.build());
        }

        private Line only(IntStream points) {
            int[] kept = points.toArray();
            return new Line(
                    name,
                    IntStream.of(kept).mapToDouble(i -> x[i]).toArray(),
                    IntStream.of(kept).mapToDouble(i -> y[i]).toArray(),
                    dashed);
        }
    }

    /** The most room for a label of the horizontal axis. */
    private static final double LABEL = 180;

    /** Distance from one label to the next. */
    private static final double GAP = 12;

    /**
     * Lines with fewer points show their points. Otherwise a line of a single point would be
     * invisible.
     */
    private static final int FEW = 40;

    private static final double POINT = 5;

    /** Free space above and below the lines, as a part of their height. */
    private static final double FREE = 0.05;

    /** Copies the list. */
    public LineChart {
        boolean powers = logarithmic;
        lines =
                lines.stream()
                        .map(l -> powers ? l.logarithm() : l)
                        .map(Line::finite)
                        .filter(l -> l.x().length > 0)
                        .toList();
    }

    /** A chart whose vertical axis shows numbers, not powers of ten. */
    public LineChart(
            String title,
            String across,
            String unit,
            List<Line> lines,
            DoubleFunction<String> label) {
        this(title, across, unit, lines, label, false);
    }

    /** A chart over the steps of training. */
    public static LineChart ofSteps(String title, String unit, List<Line> lines) {
        return new LineChart(
                title, "step", unit, lines, step -> String.format(Locale.ROOT, "%.0f", step));
    }

    /** Whether there is anything to draw. */
    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** The bytes of a PNG file. */
    public byte[] png() throws IOException {
        return ChartImage.png(ChartTheme.LIGHT, this::draw);
    }

    @Override
    public String svg(ChartTheme theme) throws IOException {
        return ChartImage.svg(theme, this::draw);
    }

    private void draw(Pen pen) {
        Scale horizontal = scale(Line::x, 0, 1);
        Scale vertical = scale(Line::y, FREE, logarithmic ? 1 : 0);
        List<String> names = lines.stream().map(Line::name).toList();
        DoubleFunction<String> figure = logarithmic ? vertical::power : vertical::figure;
        Plot plot = Plot.around(pen, title, unit, vertical, figure, names, 44);
        labels(plot, horizontal);
        for (int i = 0; i < lines.size(); i++) {
            line(plot, horizontal, i);
        }
    }

    private Scale scale(Function<Line, double[]> numbers, double free, double finest) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Line line : lines) {
            for (double v : numbers.apply(line)) {
                low = Math.min(low, v);
                high = Math.max(high, v);
            }
        }
        double more = free * 2 * (high / 2 - low / 2);
        return Scale.of(
                Math.max(low - more, -Double.MAX_VALUE),
                Math.min(high + more, Double.MAX_VALUE),
                finest);
    }

    /** Labels the horizontal axis. A label that would touch the one before it is left out. */
    private void labels(Plot plot, Scale horizontal) {
        double free = 0;
        for (double tick : horizontal.ticks()) {
            double x = x(plot, horizontal, tick);
            plot.pen().gridLine(x, plot.top(), x, plot.bottom() + 4);
            String text = Pen.fitted(label.apply(tick), LABEL);
            double half = Pen.width(text) / 2;
            double middle = Math.clamp(x, half, ChartImage.WIDTH - half);
            if (middle - half >= free) {
                plot.pen().text(text, middle, plot.bottom() + 14, Anchor.MIDDLE);
                free = middle + half + GAP;
            }
        }
        plot.pen()
                .text(
                        Pen.fitted(across, plot.width()),
                        (plot.left() + plot.right()) / 2,
                        plot.bottom() + 34,
                        Anchor.MIDDLE);
    }

    private static double x(Plot plot, Scale horizontal, double place) {
        return plot.left() + POINT + horizontal.part(place) * (plot.width() - 2 * POINT);
    }

    private void line(Plot plot, Scale horizontal, int series) {
        Line line = lines.get(series).thinned(horizontal, ChartImage.WIDTH);
        Path2D path = new Path2D.Double();
        for (int i = 0; i < line.x().length; i++) {
            double x = x(plot, horizontal, line.x()[i]);
            double y = plot.y(line.y()[i]);
            if (i == 0) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
            if (line.x().length < FEW) {
                plot.pen()
                        .area(
                                series,
                                new Ellipse2D.Double(x - POINT / 2, y - POINT / 2, POINT, POINT));
            }
        }
        plot.pen().curve(series, path, line.dashed());
    }
}
