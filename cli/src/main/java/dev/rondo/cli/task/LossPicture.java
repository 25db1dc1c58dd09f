package dev.rondo.cli.task;

import dev.rondo.cli.show.LossChart;
import dev.rondo.cli.show.LossChart.Line;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.JsonLines;
import dev.rondo.models.checkpoint.RunDirectory;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Draws the loss of a run from its metrics. */
final class LossPicture {
    private static final String FILE = "loss.png";

    private LossPicture() {}

    static void write(RunDirectory run, Task task) throws IOException {
        List<Configuration> metrics = JsonLines.read(run.metrics());
        Task.Chart chart = task.chart();
        List<Line> lines = new ArrayList<>();
        lines.add(
                line(
                        "training",
                        metrics.stream().filter(m -> m.has("smoothed_loss")).toList(),
                        m -> m.number("smoothed_loss") * chart.scale()));
        for (String metric : chart.evaluated()) {
            lines.add(
                    line(
                            "held out",
                            metrics.stream().filter(m -> m.has("evaluation")).toList(),
                            m -> m.section("evaluation").number(metric)));
        }
        String title = "rondo train " + task.name();
        Files.write(run.file(FILE), LossChart.png(title, chart.unit(), lines));
    }

    private static Line line(
            String name, List<Configuration> metrics, ToDoubleFunction<Configuration> value) {
        return new Line(
                name,
                metrics.stream().mapToDouble(m -> m.integer("step")).toArray(),
                metrics.stream().mapToDouble(value).toArray());
    }
}
