package dev.rondo.cli.show;

import dev.rondo.cli.show.Pen.Anchor;

import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Bars beside each other at named places, as a picture.
 *
 * @param title stands above
 * @param unit names the vertical axis
 * @param places on the horizontal axis, in order
 * @param bars of each series its heights by place; places without one stay empty, and so do those
 *     whose height is not finite
 * @param logarithmic whether the vertical axis shows powers of ten; heights from 0 down have no bar
 *     then
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

    /** Below the axis, of a slanted name. */
    private static final double DEPTH = 0.9;

    /** From name to name. */
    private static final double GAP = 14;

    /** What bars take of the width of a place. */
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
                        logarithmic ? Scale::power : vertical::figure,
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
                : Scale.of(Math.min(low, 0), Math.max(high, 0), 0);
    }

    /** As it is drawn; not finite where there is no bar. */
    private double height(Double value) {
        if (value == null) {
            return Double.NaN;
        }
        return logarithmic ? Math.log10(value) : value;
    }
}
