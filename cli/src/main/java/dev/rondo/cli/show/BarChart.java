package dev.rondo.cli.show;

import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;

/**
 * Bars beside each other at named places, as a picture.
 *
 * @param title stands above
 * @param unit names the vertical axis
 * @param places on the horizontal axis, in order
 * @param bars of each series its heights by place; places without one stay empty
 * @param logarithmic whether the vertical axis shows powers of ten; all heights are above 0 then
 */
public record BarChart(
        String title,
        String unit,
        List<String> places,
        Map<String, Map<String, Double>> bars,
        boolean logarithmic)
        implements Chart {
    private static final int SLANT = 60;

    @Override
    public String svg(ChartTheme theme) throws IOException {
        return ChartStyle.svg(chart(theme));
    }

    private CategoryChart chart(ChartTheme theme) {
        CategoryChart chart =
                new CategoryChartBuilder()
                        .width(ChartStyle.WIDTH)
                        .height(ChartStyle.HEIGHT)
                        .title(title)
                        .yAxisTitle(unit)
                        .build();
        ChartStyle.apply(theme, chart.getStyler());
        chart.getStyler().setXAxisLabelRotation(SLANT).setLegendVisible(bars.size() > 1);
        // the library's own logarithmic axis refuses bars, which begin at 0
        double lowest = logarithmic ? lowestPower() : 0;
        if (logarithmic) {
            chart.getStyler()
                    .setYAxisTickLabelsFormattingFunction(v -> plain(Math.pow(10, v + lowest)));
        }
        bars.forEach(
                (name, heights) ->
                        chart.addSeries(
                                name,
                                places,
                                places.stream().map(p -> height(heights.get(p), lowest)).toList()));
        return chart;
    }

    /** Two digits and no exponent, such as 0.032 or 1000. */
    private static String plain(double value) {
        return new BigDecimal(value).round(new MathContext(2)).stripTrailingZeros().toPlainString();
    }

    private double lowestPower() {
        return Math.floor(
                bars.values().stream()
                        .flatMap(heights -> heights.values().stream())
                        .mapToDouble(Math::log10)
                        .min()
                        .orElse(0));
    }

    private double height(Double value, double lowest) {
        if (value == null) {
            return 0;
        }
        return logarithmic ? Math.log10(value) - lowest : value;
    }
}
