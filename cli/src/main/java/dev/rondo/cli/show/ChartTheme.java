package dev.rondo.cli.show;

import java.awt.Color;
import java.util.stream.IntStream;

/** The colors of a picture. */
public enum ChartTheme {
    /** On white. */
    LIGHT(0xffffff, 0x24292f, 0xe3e6ea, 0x1f5fa8, 0xc8500a, 0x14805f),
    /** On nearly black. */
    DARK(0x15181d, 0xd5dae1, 0x2f353d, 0x6cb0f5, 0xf79a4b, 0x4fce9f);

    final Color background;
    final Color text;
    final Color grid;
    final Color[] series;

    ChartTheme(int background, int text, int grid, int... series) {
        this.background = new Color(background);
        this.text = new Color(text);
        this.grid = new Color(grid);
        this.series = IntStream.of(series).mapToObj(Color::new).toArray(Color[]::new);
    }
}
