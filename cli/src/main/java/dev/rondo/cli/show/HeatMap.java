package dev.rondo.cli.show;

import dev.rondo.cli.show.Pen.Anchor;

import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A picture of numbers over many powers of ten: a row of shades for each name. Numbers that are not
 * above 0 and finite stay empty.
 *
 * @param title the title above the map
 * @param across name of the horizontal axis, whose places are 0, 1, 2, …
 * @param rows the rows, from the top
 */
public record HeatMap(String title, String across, List<Row> rows) implements Chart {
    /**
     * A row of shades.
     *
     * @param name name to the left of the row
     * @param values the numbers at the places 0, 1, 2, …
     */
    public record Row(String name, double[] values) {}

    private static final double MARGIN = 16;

    /** The most room for a name. */
    private static final double NAME = 330;

    private static final double TOP = 44;

    /** For the labels of the horizontal axis and the legend. */
    private static final double BOTTOM = 96;

    /** The most rows that can be told apart. */
    public static final int MOST_ROWS = 24;

    /** Shades further apart than so many powers of ten could not be told apart. */
    private static final double RANGE = 12;

    private static final int COLUMNS = 300;

    private static final double LEGEND = 280;

    private static final int SHADES = 70;

    /** Copies what there is room for. */
    public HeatMap {
        rows = List.copyOf(rows.subList(0, Math.min(rows.size(), MOST_ROWS)));
    }

    @Override
    public String svg(ChartTheme theme) throws IOException {
        return ChartImage.svg(theme, this::draw);
    }

    /**
     * Where the shades lie, and what they mean.
     *
     * @param pen draws
     * @param left where the first place begins
     * @param right where the last ends
     * @param places how many there are
     * @param low the power of ten of the background
     * @param high the power of ten of the full shade
     */
    private record Frame(Pen pen, double left, double right, int places, double low, double high) {
        /** At the border of pixels, so that no light falls between two shades. */
        double x(double place) {
            return Math.round(left + place / places * (right - left));
        }
    }

    private void draw(Pen pen) {
        double[] powers =
                rows.stream()
                        .flatMapToDouble(r -> DoubleStream.of(r.values()))
                        .map(Math::log10)
                        .filter(Double::isFinite)
                        .toArray();
        double high = Math.ceil(DoubleStream.of(powers).max().orElse(0));
        double least = Math.floor(DoubleStream.of(powers).min().orElse(high - 1));
        double low = Math.clamp(least, high - RANGE, high - 1);
        int places = rows.stream().mapToInt(r -> r.values().length).max().orElse(0);
        List<String> names = rows.stream().map(r -> Pen.fitted(r.name(), NAME)).toList();
        double left = MARGIN + names.stream().mapToDouble(Pen::width).max().orElse(0) + 8;
        double right = ChartImage.WIDTH - MARGIN - 8;
        Frame frame = new Frame(pen, left, right, Math.max(1, places), low, high);
        double height = (ChartImage.HEIGHT - TOP - BOTTOM) / Math.max(1, rows.size());
        double room = ChartImage.WIDTH - 2 * MARGIN;
        pen.heading(Pen.fitted(title, room), ChartImage.WIDTH / 2.0, MARGIN + 4, Anchor.MIDDLE);
        for (int i = 0; i < rows.size(); i++) {
            double y = TOP + i * height;
            pen.text(names.get(i), left - 8, y + height / 2, Anchor.END);
            shades(frame, rows.get(i).values(), y, height);
        }
        axis(frame);
        legend(frame);
    }

    /** At most as many as can be told apart; of several values the largest. */
    private static void shades(Frame frame, double[] values, double y, double height) {
        int columns = Math.min(frame.places(), COLUMNS);
        for (int c = 0; c < columns; c++) {
            int from = (int) ((long) c * frame.places() / columns);
            int to = (int) ((c + 1L) * frame.places() / columns);
            double power =
                    IntStream.range(from, Math.min(values.length, to))
                            .mapToDouble(k -> Math.log10(values[k]))
                            .filter(Double::isFinite)
                            .max()
                            .orElse(Double.NEGATIVE_INFINITY);
            if (power >= frame.low()) {
                double x = frame.x(from);
                frame.pen()
                        .shade(
                                (power - frame.low()) / (frame.high() - frame.low()),
                                new Rectangle2D.Double(x, y, frame.x(to) - x, height - 1));
            }
        }
    }

    private void axis(Frame frame) {
        double y = ChartImage.HEIGHT - BOTTOM;
        Scale scale = Scale.of(0, Math.max(1, frame.places() - 1), 1);
        for (double tick : scale.ticks()) {
            double x = frame.x(tick + 0.5);
            if (tick < frame.places()) {
                frame.pen().gridLine(x, y, x, y + 4);
                frame.pen().text(scale.figure(tick), x, y + 14, Anchor.MIDDLE);
            }
        }
        double middle = (frame.left() + frame.right()) / 2;
        String name = Pen.fitted(across, frame.right() - frame.left());
        frame.pen().text(name, middle, y + 34, Anchor.MIDDLE);
    }

    private static void legend(Frame frame) {
        double left = (ChartImage.WIDTH - LEGEND) / 2;
        double y = ChartImage.HEIGHT - 34;
        double width = LEGEND / SHADES;
        for (int i = 0; i < SHADES; i++) {
            frame.pen()
                    .shade(
                            (i + 0.5) / SHADES,
                            new Rectangle2D.Double(left + i * width, y, width + 0.2, 10));
        }
        Scale powers = Scale.of(frame.low(), frame.high(), 1);
        frame.pen().text("≤ " + powers.power(frame.low()), left - 8, y + 5, Anchor.END);
        frame.pen().text(powers.power(frame.high()), left + LEGEND + 8, y + 5, Anchor.START);
    }
}
