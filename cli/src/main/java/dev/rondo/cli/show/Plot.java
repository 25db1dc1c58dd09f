package dev.rondo.cli.show;

import dev.rondo.cli.show.Pen.Anchor;

import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * The parts of a chart around its numbers: title, vertical axis and legend. The rest of the picture
 * is for the numbers.
 *
 * @param pen draws
 * @param vertical the scale of the vertical axis
 * @param left left end of the area for the numbers
 * @param top upper end of that area
 * @param right right end of that area
 * @param bottom lower end of that area
 */
record Plot(Pen pen, Scale vertical, double left, double top, double right, double bottom) {
    private static final double MARGIN = 16;

    /** Height of a line of text. */
    private static final double LINE = 20;

    /** The most space for a figure at the vertical axis. */
    private static final double FIGURE = 120;

    private static final double SWATCH = 18;

    /**
     * Draws these parts.
     *
     * @param title may be empty
     * @param unit name of the vertical axis
     * @param figure gives the text of a tick of the vertical axis
     * @param names names for the legend; with fewer than two there is no legend
     * @param below height of the space for the labels of the horizontal axis
     */
    static Plot around(
            Pen pen,
            String title,
            String unit,
            Scale vertical,
            DoubleFunction<String> figure,
            List<String> names,
            double below) {
        List<String> figures =
                Arrays.stream(vertical.ticks())
                        .mapToObj(t -> Pen.fitted(figure.apply(t), FIGURE))
                        .toList();
        double widest = figures.stream().mapToDouble(Pen::width).max().orElse(0);
        double top = MARGIN + (title.isBlank() ? 0 : LINE + 4);
        boolean legend = names.size() > 1;
        double bottom = ChartImage.HEIGHT - MARGIN / 2 - below - (legend ? LINE + 4 : 0);
        double left = MARGIN + (unit.isBlank() ? 0 : LINE) + widest + 8;
        Plot plot = new Plot(pen, vertical, left, top, ChartImage.WIDTH - MARGIN - 8, bottom);
        plot.title(title, unit);
        for (int i = 0; i < figures.size(); i++) {
            double y = plot.y(vertical.ticks()[i]);
            pen.gridLine(left, y, plot.right, y);
            pen.text(figures.get(i), left - 8, y, Anchor.END);
        }
        if (legend) {
            plot.legend(names);
        }
        return plot;
    }

    private void title(String title, String unit) {
        double room = ChartImage.WIDTH - 2 * MARGIN;
        pen.heading(Pen.fitted(title, room), ChartImage.WIDTH / 2.0, MARGIN + 4, Anchor.MIDDLE);
        pen.slanted(Pen.fitted(unit, bottom - top), MARGIN, (top + bottom) / 2, -90, Anchor.MIDDLE);
    }

    private void legend(List<String> names) {
        double room = (ChartImage.WIDTH - 2 * MARGIN) / names.size() - SWATCH - 24;
        List<String> fitted = names.stream().map(n -> Pen.fitted(n, room)).toList();
        double width = fitted.stream().mapToDouble(n -> Pen.width(n) + SWATCH + 24).sum();
        double x = Math.max(MARGIN, (ChartImage.WIDTH - width) / 2);
        double y = ChartImage.HEIGHT - LINE + 4;
        for (int i = 0; i < fitted.size(); i++) {
            pen.area(i, new Rectangle2D.Double(x, y - 2, SWATCH, 4));
            pen.text(fitted.get(i), x + SWATCH + 6, y, Anchor.START);
            x += Pen.width(fitted.get(i)) + SWATCH + 24;
        }
    }

    double y(double value) {
        return bottom - vertical.part(value) * (bottom - top);
    }

    double width() {
        return right - left;
    }
}
