package dev.rondo.cli.show.page;

import dev.rondo.cli.show.ChartTheme;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/**
 * What draws lines in a browser: uPlot, from its jar on the class path, with its license, and the
 * script that calls it.
 */
final class Plotting {
    private static final String PROPERTIES = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";
    private static final String FILES = "/META-INF/resources/webjars/uplot/" + version() + "/";

    private Plotting() {}

    /** The style of uPlot, and the colors of lines, which scripts read. */
    static String style() {
        return file("dist/uPlot.min.css")
                + String.format(
                        Locale.ROOT,
                        ":root { %s }\n@media (prefers-color-scheme: dark) { :root { %s } }\n",
                        ChartTheme.LIGHT.variables(),
                        ChartTheme.DARK.variables());
    }

    /** The scripts, in the order in which they run. */
    static List<String> scripts() {
        return List.of(
                "/*\n" + file("LICENSE") + "*/\n" + file("dist/uPlot.iife.min.js"),
                Inline.resource(Plotting.class, "lines.js"));
    }

    private static String file(String name) {
        return Inline.resource(Plotting.class, FILES + name);
    }

    private static String version() {
        Properties properties = new Properties();
        try (InputStream in = Plotting.class.getResourceAsStream(PROPERTIES)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }
}
