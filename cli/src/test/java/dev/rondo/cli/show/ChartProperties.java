package dev.rondo.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.show.LineChart.Line;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

import org.xml.sax.InputSource;

import java.io.StringReader;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;

/** Whatever numbers and texts it is made of, a chart is drawn. */
class ChartProperties {
    private static final String LONG = "2022-01-01 00:00:00+00:00 ".repeat(40);

    @Provide
    Arbitrary<Double> numbers() {
        return Arbitraries.oneOf(
                Arbitraries.doubles(),
                Arbitraries.doubles().between(-10, 10),
                Arbitraries.of(
                        Double.NaN,
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY,
                        Double.MAX_VALUE,
                        -Double.MAX_VALUE,
                        Double.MIN_VALUE,
                        0.0,
                        -0.0,
                        1e17,
                        1e17 + 16));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "",
                        " ",
                        "2022-01-01 00:00:00+00:00",
                        LONG,
                        "W".repeat(300),
                        "\u202Eback\u202C",
                        "\u0000\u001b[31m\u0007\n\r\u2028",
                        "<&\">]]>",
                        "\uD800",
                        "e" + "\u0301".repeat(200),
                        "\u200B\u200D\uFEFF",
                        "عمود",
                        "👩‍🚀🏳️‍🌈",
                        "\uFFFE\uFFFF\uDBFF\uDFFF"),
                Arbitraries.strings().ofMaxLength(40));
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void lines_are_drawn(
            @ForAll("texts") String title,
            @ForAll("texts") String across,
            @ForAll("texts") String unit,
            @ForAll @Size(max = 4) List<@From("texts") String> names,
            @ForAll @Size(min = 1, max = 50) List<@From("numbers") Double> values,
            @ForAll("texts") String label,
            @ForAll boolean logarithmic)
            throws Exception {
        double[] y = values.stream().mapToDouble(v -> v).toArray();
        double[] places = IntStream.range(0, y.length).mapToDouble(i -> i).toArray();
        double[] anywhere = Arrays.stream(y).sorted().toArray();
        DoubleFunction<String> labels = x -> x % 2 == 0 ? label : label + x;
        for (double[] x : List.of(places, anywhere)) {
            LineChart chart =
                    new LineChart(
                            title,
                            across,
                            unit,
                            names.stream().map(n -> new Line(n, x, y, n.isEmpty())).toList(),
                            labels,
                            logarithmic);
            if (!chart.isEmpty()) {
                assertDrawn(chart);
            }
        }
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void bars_are_drawn(
            @ForAll("texts") String title,
            @ForAll("texts") String unit,
            @ForAll @Size(max = 5) List<@From("texts") String> places,
            @ForAll @Size(max = 5) List<@From("texts") String> series,
            @ForAll @Size(min = 25, max = 25) List<@From("numbers") Double> heights,
            @ForAll boolean logarithmic)
            throws Exception {
        Map<String, Map<String, Double>> bars = new LinkedHashMap<>();
        int next = 0;
        for (String s : series) {
            Map<String, Double> of = new LinkedHashMap<>();
            for (String place : places) {
                of.put(place, heights.get(next++));
            }
            bars.put(s, of);
        }
        assertDrawn(new BarChart(title, unit, places, bars, logarithmic));
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void shades_are_drawn(
            @ForAll("texts") String title,
            @ForAll("texts") String across,
            @ForAll @Size(max = 30) List<@From("texts") String> names,
            @ForAll @Size(max = 50) List<@From("numbers") Double> values)
            throws Exception {
        double[] y = values.stream().mapToDouble(v -> v).toArray();
        List<HeatMap.Row> rows =
                IntStream.range(0, names.size())
                        .mapToObj(i -> new HeatMap.Row(names.get(i), Arrays.copyOf(y, i % 60)))
                        .toList();
        assertDrawn(new HeatMap(title, across, rows));
    }

    @Example
    void what_is_less_is_shaded_less_and_what_is_nothing_not_at_all() throws Exception {
        String svg =
                new HeatMap("", "", List.of(new HeatMap.Row("", new double[] {1, 1e-3, 0, 1e-6})))
                        .svg(ChartTheme.LIGHT);

        // full, half, nothing, and the background's own colour, before the legend
        assertThat(svg.indexOf("rgb(31,95,168)"))
                .isPositive()
                .isLessThan(svg.indexOf("rgb(143,175,212)"));
    }

    @Example
    void many_points_and_places_are_drawn_in_a_small_picture() throws Exception {
        double[] y = IntStream.range(0, 300_000).mapToDouble(Math::sin).toArray();
        double[] x = IntStream.range(0, y.length).mapToDouble(i -> i).toArray();
        LineChart lines = LineChart.ofSteps("", "unit", List.of(new Line("name", x, y)));
        assertThat(assertDrawn(lines).length()).isLessThan(200_000);
        assertThat(lines.png()).isNotEmpty();

        List<String> places = IntStream.range(0, 3000).mapToObj(i -> LONG + i).toList();
        Map<String, Map<String, Double>> bars = Map.of("series", Map.of(places.getFirst(), 1.0));
        assertThat(assertDrawn(new BarChart("", "", places, bars, true)).length())
                .isLessThan(3_000_000);

        HeatMap.Row row = new HeatMap.Row(LONG, Arrays.stream(y).map(Math::abs).toArray());
        assertThat(assertDrawn(new HeatMap("", "", Collections.nCopies(100, row))).length())
                .isLessThan(3_000_000);
    }

    private static String assertDrawn(Chart chart) throws Exception {
        String svg = chart.svg(ChartTheme.LIGHT);
        assertThat(svg).doesNotContain("NaN", "Infinity");
        parse(svg);
        return svg;
    }

    private static void parse(String svg) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }
}
