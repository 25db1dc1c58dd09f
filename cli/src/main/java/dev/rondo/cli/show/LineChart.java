package dev.rondo.cli.show;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.rondo.cli.show.Pen.Anchor;

import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
 * @param bands areas behind the lines
 */
public record LineChart(
        String title,
        String across,
        String unit,
        List<Line> lines,
        DoubleFunction<String> label,
        boolean logarithmic,
        List<Band> bands)
        implements Chart {
    /**
     * An area between two lines, such as the interval of a forecast.
     *
     * @param name name in the legend
     * @param x places on the horizontal axis, rising
     * @param low values at its lower edge
     * @param high values at its upper edge
     */
    public record Band(String name, double[] x, double[] low, double[] high) {
        /** Checks that there are as many values as places. */
        public Band {
            if (low.length != x.length || high.length != x.length) {
                throw new IllegalArgumentException(
                        String.format(
                                Locale.ROOT,
                                "a band with %d places needs as many values, got %d and %d",
                                x.length,
                                low.length,
                                high.length));
            }
        }

        private Line lower() {
            return new Line(name, x, low);
        }

        private Line upper() {
            return new Line(name, x, high);
        }

        /** The band on the scale of the chart, without places at which an edge is not finite. */
        private Band shown(boolean logarithmic) {
            Line l = logarithmic ? lower().logarithm() : lower();
            Line h = logarithmic ? upper().logarithm() : upper();
            int[] kept =
                    IntStream.range(0, x.length)
                            .filter(i -> Double.isFinite(x[i]))
                            .filter(i -> Double.isFinite(l.y[i]) && Double.isFinite(h.y[i]))
                            .toArray();
            Line below = l.only(IntStream.of(kept));
            return new Band(name, below.x, below.y, h.only(IntStream.of(kept)).y);
        }
    }

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

    /** Digits of a number for a script. */
    private static final MathContext DIGITS = new MathContext(7);

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
        bands = bands.stream().map(b -> b.shown(powers)).filter(b -> b.x().length > 0).toList();
    }

    /** A chart without bands. */
    public LineChart(
            String title,
            String across,
            String unit,
            List<Line> lines,
            DoubleFunction<String> label,
            boolean logarithmic) {
        this(title, across, unit, lines, label, logarithmic, List.of());
    }

    /** This chart, whose axis does not show powers of ten, with bands behind its lines. */
    public LineChart with(Band... behind) {
        if (logarithmic) {
            throw new IllegalArgumentException("the lines are logarithms already");
        }
        return new LineChart(title, across, unit, lines, label, false, List.of(behind));
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
        return lines.isEmpty() && bands.isEmpty();
    }

    /** The bytes of a PNG file. */
    public byte[] png() throws IOException {
        return ChartImage.png(ChartTheme.LIGHT, this::draw);
    }

    @Override
    public String svg(ChartTheme theme) throws IOException {
        return ChartImage.svg(theme, this::draw);
    }

    /**
     * What a script needs to draw the chart: the places of all lines as {@code x} and, for each
     * line and each edge of a band, a value or null at each place. With a logarithmic axis the
     * values are powers of ten.
     */
    public ObjectNode json() {
        Scale horizontal = scale(Line::x, 0, 1);
        List<Line> all = new ArrayList<>();
        lines.forEach(l -> all.add(l.thinned(horizontal, ChartImage.WIDTH)));
        bands.forEach(b -> all.addAll(List.of(b.lower(), b.upper())));
        double[] places =
                all.stream()
                        .flatMapToDouble(l -> DoubleStream.of(l.x()))
                        .sorted()
                        .distinct()
                        .toArray();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("title", Markup.shown(title));
        json.put("across", Markup.shown(across)).put("unit", Markup.shown(unit));
        json.put("logarithmic", logarithmic).put("bands", bands.size());
        ArrayNode x = json.putArray("x");
        DoubleStream.of(places).forEach(x::add);
        String[] labels =
                DoubleStream.of(places).mapToObj(label).map(Markup::shown).toArray(String[]::new);
        boolean plain =
                IntStream.range(0, places.length).allMatch(i -> isNumber(labels[i], places[i]));
        if (!plain) {
            ArrayNode named = json.putArray("labels");
            Stream.of(labels).forEach(named::add);
        }
        ArrayNode series = json.putArray("series");
        for (Line line : all) {
            ObjectNode s =
                    series.addObject()
                            .put("name", Markup.shown(line.name()))
                            .put("dashed", line.dashed());
            s.put("few", line.x().length < FEW);
            ArrayNode y = s.putArray("y");
            int next = 0;
            for (double place : places) {
                if (next < line.x().length && line.x()[next] == place) {
                    y.add(rounded(line.y()[next]));
                    while (next < line.x().length && line.x()[next] == place) {
                        next++;
                    }
                } else {
                    y.addNull();
                }
            }
        }
        return json;
    }

    private static boolean isNumber(String label, double place) {
        return label.equals(String.format(Locale.ROOT, "%.0f", place));
    }

    private static double rounded(double value) {
        return new BigDecimal(value).round(DIGITS).doubleValue();
    }

    private void draw(Pen pen) {
        Scale horizontal = scale(Line::x, 0, 1);
        Scale vertical = scale(Line::y, FREE, logarithmic ? 1 : 0);
        List<String> names =
                Stream.concat(lines.stream().map(Line::name), bands.stream().map(Band::name))
                        .toList();
        DoubleFunction<String> figure = logarithmic ? vertical::power : vertical::figure;
        Plot plot = Plot.around(pen, title, unit, vertical, figure, names, 44);
        labels(plot, horizontal);
        for (int i = 0; i < bands.size(); i++) {
            plot.pen().veil(lines.size() + i, area(plot, horizontal, bands.get(i)));
        }
        for (int i = 0; i < lines.size(); i++) {
            line(plot, horizontal, i);
        }
    }

    private Scale scale(Function<Line, double[]> numbers, double free, double finest) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        Stream<Line> edges = bands.stream().flatMap(b -> Stream.of(b.lower(), b.upper()));
        for (Line line : Stream.concat(lines.stream(), edges).toList()) {
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

    private static Path2D area(Plot plot, Scale horizontal, Band band) {
        Path2D path = new Path2D.Double();
        int count = band.x().length;
        for (int i = 0; i < 2 * count; i++) {
            int at = i < count ? i : 2 * count - 1 - i;
            double x = x(plot, horizontal, band.x()[at]);
            double y = plot.y(i < count ? band.low()[at] : band.high()[at]);
            if (i == 0) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
        }
        path.closePath();
        return path;
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
