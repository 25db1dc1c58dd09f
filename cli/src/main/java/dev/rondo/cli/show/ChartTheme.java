package dev.rondo.cli.show;

import java.awt.Color;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The colors of a picture. */
public enum ChartTheme {
    /** On white. */
    LIGHT(
            0xffffff, 0x24292f, 0xe3e6ea, 0x1f5fa8, 0xc8500a, 0x14805f, 0x8b3fa0, 0xa3261f,
            0x7a6a00, 0x5f6b76, 0x0b7a94),
    /** On nearly black. */
    DARK(
            0x15181d, 0xd5dae1, 0x2f353d, 0x6cb0f5, 0xf79a4b, 0x4fce9f, 0xd08be6, 0xf2827a,
            0xd6c340, 0x9aa7b3, 0x5ad1e6);

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

    /** How many colors there are for lines; further lines begin again. */
    public static int colors() {
        return LIGHT.series.length;
    }

    /** The colors as variables of CSS: {@code --grid}, and {@code --line-0} and so on. */
    public String variables() {
        return IntStream.range(0, series.length)
                .mapToObj(i -> "--line-" + i + ": " + css(series[i]))
                .collect(Collectors.joining("; ", "--grid: " + css(grid) + "; ", ""));
    }

    private static String css(Color color) {
        return String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xffffff);
    }
}
