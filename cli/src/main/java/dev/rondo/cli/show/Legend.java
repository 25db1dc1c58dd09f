package dev.rondo.cli.show;

import dev.rondo.cli.show.Pen.Anchor;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * The names of a chart's series with their colours, at the bottom of the picture: in one line if
 * they fit, otherwise in as few as they fit in.
 *
 * @param lines the names, line by line
 */
record Legend(List<List<String>> lines) {
    private static final double MARGIN = 16;
    private static final double LINE = 20;
    private static final double SWATCH = 18;

    /** Between swatch and name, and from name to swatch. */
    private static final double GAP = 6;

    /** More would leave too little of the picture. */
    private static final int MOST_LINES = 3;

    private static final double ROOM = ChartImage.WIDTH - 2 * MARGIN;

    /** Of so many names; of none there is no legend. */
    static Legend of(List<String> names) {
        List<List<String>> lines = List.of();
        for (int count = 1; count <= MOST_LINES; count++) {
            int each = Math.ceilDiv(names.size(), count);
            lines = split(names, Math.max(1, each));
            if (lines.stream().allMatch(l -> width(l) <= ROOM)) {
                return new Legend(lines);
            }
        }
        // the names themselves are too long
        return new Legend(lines.stream().map(Legend::shortened).toList());
    }

    private static List<List<String>> split(List<String> names, int each) {
        List<List<String>> lines = new ArrayList<>();
        for (int from = 0; from < names.size(); from += each) {
            lines.add(names.subList(from, Math.min(names.size(), from + each)));
        }
        return lines;
    }

    private static List<String> shortened(List<String> line) {
        double room = ROOM / line.size() - SWATCH - 4 * GAP;
        return line.stream().map(n -> Pen.fitted(n, room)).toList();
    }

    private static double width(List<String> line) {
        return line.stream().mapToDouble(Legend::width).sum();
    }

    private static double width(String name) {
        // a text that is cut would be measured in full
        String fitted = Pen.fitted(name, ROOM);
        return fitted.equals(name) ? SWATCH + Pen.width(name) + 4 * GAP : 2 * ROOM;
    }

    /** What it takes of the picture's height. */
    double height() {
        return lines.isEmpty() ? 0 : lines.size() * LINE + 4;
    }

    void draw(Pen pen) {
        int series = 0;
        double y = ChartImage.HEIGHT - lines.size() * LINE + 4;
        for (List<String> line : lines) {
            double x = Math.max(MARGIN, (ChartImage.WIDTH - width(line)) / 2);
            for (String name : line) {
                pen.area(series++, new Rectangle2D.Double(x, y - 2, SWATCH, 4));
                pen.text(name, x + SWATCH + GAP, y, Anchor.START);
                x += SWATCH + Pen.width(name) + 4 * GAP;
            }
            y += LINE;
        }
    }
}
