package dev.rondo.cli.show.page;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.rondo.cli.show.AttentionPicture;
import dev.rondo.cli.show.Chart;
import dev.rondo.cli.show.ChartTheme;
import dev.rondo.cli.show.Exploration;
import dev.rondo.cli.show.Illustrator;
import dev.rondo.cli.show.LineChart;
import dev.rondo.cli.show.NoPictureException;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A part of a section. Texts are plain; the page escapes them. */
public sealed interface Block {
    /**
     * One or more sentences.
     *
     * @param text plain text
     */
    record Paragraph(String text) implements Block {}

    /**
     * Text in which spaces and line ends matter.
     *
     * @param text plain text
     */
    record Preformatted(String text) implements Block {}

    /**
     * Names and their values.
     *
     * @param rows each a name and a value
     */
    record Properties(List<List<String>> rows) implements Block {
        /** Copies the rows. */
        public Properties {
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /**
     * A table.
     *
     * @param header names of the columns
     * @param rows rows with as many cells as the header
     */
    record Table(List<String> header, List<List<String>> rows) implements Block {
        /** Copies the lists. */
        public Table {
            header = List.copyOf(header);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /**
     * A table of other files. The first cell of each row leads to one.
     *
     * @param header names of the columns
     * @param entries the rows
     */
    record Index(List<String> header, List<Entry> entries) implements Block {
        /** What leads nowhere but to a file below the directory of the page. */
        private static final Pattern BELOW = Pattern.compile("[\\w-][\\w.-]*(/[\\w-][\\w.-]*)*");

        /**
         * A row.
         *
         * @param target path of the file from the directory of the page, in letters and digits of
         *     ASCII, dashes, dots and slashes
         * @param cells as many as the header has
         */
        public record Entry(String target, List<String> cells) {
            /** Copies the list, and refuses a target that could lead anywhere else. */
            public Entry {
                cells = List.copyOf(cells);
                if (!BELOW.matcher(target).matches()) {
                    throw new IllegalArgumentException(
                            "a link must lead to a file below the page, got " + target);
                }
            }
        }

        /** Copies the lists. */
        public Index {
            header = List.copyOf(header);
            entries = List.copyOf(entries);
        }
    }

    /**
     * A table whose cells are shaded. Its columns are narrow, and their names stand upright.
     *
     * @param columns names of the columns
     * @param rows rows with as many cells as there are columns
     */
    record HeatTable(List<String> columns, List<Row> rows) implements Block {
        /**
         * A row.
         *
         * @param name what stands before it
         * @param cells its cells
         */
        public record Row(String name, List<Cell> cells) {
            /** Copies the list. */
            public Row {
                cells = List.copyOf(cells);
            }
        }

        /**
         * A cell.
         *
         * @param text what it says
         * @param shade from −1 to 1; another color is below 0
         * @param description of it, shown where one points at it
         */
        public record Cell(String text, double shade, String description) {}

        /** Copies the lists. */
        public HeatTable {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }
    }

    /**
     * A picture.
     *
     * @param light an SVG document for light pages
     * @param dark an SVG document for dark pages; the same one if it adapts itself
     * @param description what the picture shows
     */
    record Picture(String light, String dark, String description) implements Block {}

    /**
     * Lines that can be zoomed, where scripts run; elsewhere their picture.
     *
     * @param picture what is shown without scripts
     * @param data see {@link LineChart#json}
     */
    record Lines(Picture picture, ObjectNode data) implements Block {}

    /**
     * What a network did at each symbol. Where scripts run, one symbol can be followed.
     *
     * @param exploration not empty, with at least one symbol read
     * @param title what the picture of its attention is called
     * @param description what is to be seen
     */
    record Explorer(Exploration exploration, String title, String description) implements Block {
        /** The attention, if there is any. */
        Optional<Picture> picture() {
            return exploration
                    .attention()
                    .map(map -> AttentionPicture.svg(map, title))
                    .map(svg -> new Picture(svg, svg, description));
        }
    }

    /**
     * A picture that has not been drawn yet. Until then the page has only words for it.
     *
     * @param chart what to draw
     * @param description what the picture shows
     */
    record Drawing(Chart chart, String description) implements Block {
        /** The picture, or words if it cannot be drawn. */
        Block drawn(Illustrator illustrator) {
            try {
                return illustrator.draw(
                        () ->
                                interactive(
                                        new Picture(
                                                chart.svg(ChartTheme.LIGHT),
                                                chart.svg(ChartTheme.DARK),
                                                description)));
            } catch (NoPictureException e) {
                return new Paragraph(description + " There is no picture: " + e.getMessage());
            }
        }

        private Block interactive(Picture picture) {
            return chart instanceof LineChart lines ? new Lines(picture, lines.json()) : picture;
        }
    }
}
