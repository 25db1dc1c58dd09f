package dev.rondo.cli.show;

import java.io.IOException;

/** A chart of numbers. */
public sealed interface Chart permits LineChart, BarChart {
    /** The text of an SVG file. */
    String svg(ChartTheme theme) throws IOException;
}
