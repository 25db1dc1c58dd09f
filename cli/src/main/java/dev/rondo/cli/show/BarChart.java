package dev.rondo.cli.show;

import dev.rondo.cli.show.Pen.Anchor;

import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * A picture of bars, next to each other at named places.
 *
 * @param title the title above the chart
 * @param unit name of the vertical axis
 * @param places names on the horizontal axis, in order
 * @param bars for each series, its heights by place; places without a height, or with one that is
 *     not finite, stay empty
 * @param logarithmic whether the vertical axis shows powers of ten; heights of 0 or less then have
 *     no bar
 */
public record BarChart(
        String title,
        String unit,
        List<String> places,
        Map<String, Map<String, Double>> bars,
        boolean logarithmic)
        implements Chart {
    private static final double SLANT = -60;

    /** The most room for the name of a place. */
    private static final double LABEL = 120;

    /** Part of a slanted name's length that is below the axis. */
    private static final double DEPTH = 0.9;

    /** Distance from one name to the next. */
    private static final double GAP = 14;

    /** Part of a place's width that the bars take. */
    private static final double FULL = 0.8;

    @Override
    public String svg(ChartTheme theme) throws IOException {
        return ChartImage.svg(theme, this::draw);
    }

    private void draw(Pen pen) {
        List<String> labels = places.stream().map(p -> Pen.fitted(p, LABEL)).toList();
        double longest = labels.stream().mapToDouble(Pen::width).max().orElse(0);
        Scale vertical = vertical();
        Plot plot =
                Plot.around(
                        pen,
                        title,
                        unit,
                        vertical,
                        logarithmic ? vertical::power : vertical::figure,
                        List.copyOf(bars.keySet()),
                        longest * DEPTH + GAP);
        double space = plot.width() / Math.max(1, places.size());
        int every = (int) Math.ceil(GAP / space);
        for (int place = 0; place < places.size(); place++) {
            double left = plot.left() + place * space;
            bars(plot, places.get(place), left + space * (1 - FULL) / 2, space * FULL);
            if (place % every == 0) {
                pen.slanted(
                        labels.get(place),
                        left + space / 2,
                        plot.bottom() + GAP / 2,
                        SLANT,
                        Anchor.END);
            }
        }
    }

    private void bars(Plot plot, String place, double left, double width) {
        int series = 0;
        double each = width / bars.size();
        double ground = plot.y(Math.max(plot.vertical().low(), 0));
        if (logarithmic) {
            ground = plot.bottom();
        }
        for (Map<String, Double> heights : bars.values()) {
            double height = height(heights.get(place));
            if (Double.isFinite(height)) {
                double y = plot.y(height);
                plot.pen()
                        .area(
                                series,
                                new Rectangle2D.Double(
                                        left + series * each,
                                        Math.min(y, ground),
                                        each,
                                        Math.abs(y - ground)));
            }
            series++;
        }
    }

    private Scale vertical() {
        double[] heights =
                bars.values().stream()
                        .flatMap(h -> h.values().stream())
                        .mapToDouble(this::height)
                        .filter(Double::isFinite)
                        .toArray();
        double low = DoubleStream.of(heights).min().orElse(0);
        double high = DoubleStream.of(heights).max().orElse(low + 1);
        return logarithmic
                ? Scale.of(Math.floor(low), Math.max(Math.ceil(high), Math.floor(low) + 1), 1)
                : Scale.of(Math.min(low, 0), low == 0 && high == 0 ? 1 : Math.max(high, 0), 0);
    }

    /** The height as it is drawn; not finite when there is no bar. */
    private double height(Double value) {
        if (value == null) {
            return Double.NaN;
        }
        return logarithmic ? Math.log10(value) : value;
    }
}
