package dev.rondo.cli.task;

import dev.rondo.cli.show.LineChart;
import dev.rondo.cli.show.LineChart.Line;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.JsonLines;
import dev.rondo.models.checkpoint.RunDirectory;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Curves of a run, drawn from its metrics over all stretches of training.
 *
 * @param task what was trained
 * @param steps the metrics of steps
 * @param evaluations the metrics of evaluations
 */
record TrainingCurves(Task task, List<Configuration> steps, List<Configuration> evaluations) {
    /** The most points of a line; more could not be told apart. */
    private static final int MOST_POINTS = 500;

    static TrainingCurves of(RunDirectory run, Task task) {
        List<Configuration> metrics = JsonLines.read(run.metrics());
        return new TrainingCurves(
                task,
                metrics.stream().filter(m -> m.has("smoothed_loss")).toList(),
                metrics.stream().filter(m -> m.has("evaluation")).toList());
    }

    /** The loss, and the evaluated metric with the same unit. */
    LineChart loss(String title) {
        Task.Chart chart = task.chart();
        List<Line> lines = new ArrayList<>();
        lines.add(line("training", steps, m -> m.number("smoothed_loss") * chart.scale()));
        for (String metric : chart.evaluated()) {
            lines.add(evaluated("held out", metric));
        }
        return LineChart.ofSteps(title, chart.unit(), lines);
    }

    /** Each metric of the evaluations that is not in the chart of the loss. */
    List<LineChart> metrics() {
        Set<String> names = new LinkedHashSet<>();
        evaluations.forEach(e -> names.addAll(e.section("evaluation").keys()));
        task.chart().evaluated().forEach(names::remove);
        return names.stream()
                .map(n -> LineChart.ofSteps("", n.replace('_', ' '), List.of(evaluated(n, n))))
                .toList();
    }

    /** The learning rate. */
    LineChart learningRate() {
        return LineChart.ofSteps(
                "",
                "learning rate",
                List.of(line("learning rate", steps, m -> m.number("learning_rate"))));
    }

    private Line evaluated(String name, String metric) {
        return line(
                name,
                evaluations.stream().filter(e -> e.section("evaluation").has(metric)).toList(),
                e -> e.section("evaluation").number(metric));
    }

    private static Line line(
            String name, List<Configuration> metrics, ToDoubleFunction<Configuration> value) {
        int every = Math.ceilDiv(Math.max(1, metrics.size()), MOST_POINTS);
        List<Configuration> kept = new ArrayList<>();
        for (int i = 0; i < metrics.size(); i++) {
            if (i % every == 0 || i == metrics.size() - 1) {
                kept.add(metrics.get(i));
            }
        }
        return new Line(
                name,
                kept.stream().mapToDouble(m -> m.integer("step")).toArray(),
                kept.stream().mapToDouble(value).toArray());
    }
}
