package dev.rondo.cli.show.page;

import dev.rondo.cli.show.Chart;
import dev.rondo.cli.show.ChartTheme;
import dev.rondo.cli.show.Illustrator;
import dev.rondo.cli.show.NoPictureException;

import java.util.List;

/** What a section holds. Texts are plain; the page escapes them. */
public sealed interface Block {
    /**
     * A sentence or more.
     *
     * @param text plain
     */
    record Paragraph(String text) implements Block {}

    /**
     * Text whose spaces and line ends count.
     *
     * @param text plain
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
     * @param header the columns' names
     * @param rows as many cells each
     */
    record Table(List<String> header, List<List<String>> rows) implements Block {
        /** Copies the lists. */
        public Table {
            header = List.copyOf(header);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /**
     * A picture.
     *
     * @param light an SVG document for light pages
     * @param dark one for dark pages; the same where it adapts itself
     * @param description what there is to see
     */
    record Picture(String light, String dark, String description) implements Block {}

    /**
     * A picture that is still to be drawn; until then there are only words.
     *
     * @param chart what to draw
     * @param description what there is to see
     */
    record Drawing(Chart chart, String description) implements Block {
        /** The picture, or words where there is none. */
        Block drawn(Illustrator illustrator) {
            try {
                return illustrator.draw(
                        () ->
                                new Picture(
                                        chart.svg(ChartTheme.LIGHT),
                                        chart.svg(ChartTheme.DARK),
                                        description));
            } catch (NoPictureException e) {
                return new Paragraph(description + " There is no picture: " + e.getMessage());
            }
        }
    }
}
