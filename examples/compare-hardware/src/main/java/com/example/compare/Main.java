package com.example.compare;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Availability;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Device;
import dev.rondo.backend.Executable;
import dev.rondo.cell.Recurrence;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.models.cell.Lstm;
import dev.rondo.models.layer.Dense;
import dev.rondo.models.loss.SquaredError;
import dev.rondo.models.optimizer.Adam;
import dev.rondo.models.optimizer.TrainingStep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/** Trains the same model on every device. */
public final class Main {
    private static final int STEPS = 30;
    private static final int ROWS = 16;
    private static final int WARM_UP = 40;
    private static final int TIMED = 20;

    private Main() {}

    private record Row(String device, String result, String time) {}

    public static void main(String[] args) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (Device d : Backends.devices()) {
            rows.add(
                    switch (d.availability()) {
                        case Availability.Available _ -> timed(d);
                        case Availability.Unavailable(var reason, _) -> new Row(d.id(), reason, "");
                    });
        }
        StringBuilder page =
                new StringBuilder(
                        "<!DOCTYPE html><meta charset=utf-8><title>Devices</title><table>");
        for (Row r : rows) {
            System.out.printf("%-16s %-40s %s%n", r.device, r.result, r.time);
            page.append("<tr><td>" + r.device + "<td>" + escaped(r.result) + "<td>" + r.time);
        }
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target", "devices.html"), page.append("</table>"));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static Row timed(Device d) {
        var scope = Scope.root();
        var lstm = new Lstm(scope.child("lstm"), 1, 64);
        var out = Dense.linear(scope.child("out"), 64, 1);
        var adam = new Adam(scope.child("adam"), scope.parameters());
        var step = new TrainingStep(scope, adam).clippingAt(1);
        var program =
                Program.of(DType.F32, scope, 42)
                        .with(
                                "train",
                                step.minimizing(
                                        t -> {
                                            var x = t.input("x", STEPS, ROWS, 1);
                                            var last = Recurrence.of(lstm).over(x).last();
                                            return SquaredError.mean(
                                                    out.of(last.h()), t.input("y", ROWS, 1));
                                        }));
        Map<String, Array> batch = batch();
        double loss = 0;
        long begin = 0;
        try (Executable model = Backends.open(d.id()).compile(program)) {
            for (int i = 0; i < WARM_UP + TIMED; i++) {
                if (i == WARM_UP) {
                    begin = System.nanoTime();
                }
                loss = model.run("train", batch).get("loss").item();
            }
        }
        double ms = (System.nanoTime() - begin) / 1e6 / TIMED;
        return new Row(
                d.id(),
                String.format(Locale.ROOT, "loss %.4f after %d steps", loss, WARM_UP + TIMED),
                String.format(Locale.ROOT, "%.2f ms a step", ms));
    }

    /** Sequences of noise; the sum of each is to be found. */
    private static Map<String, Array> batch() {
        SplittableRandom random = new SplittableRandom(3);
        Array x = Array.zeros(DType.F32, Shape.of(STEPS, ROWS, 1));
        Array y = Array.zeros(DType.F32, Shape.of(ROWS, 1));
        for (int i = 0; i < x.size(); i++) {
            double value = random.nextDouble(-0.2, 0.2);
            x.set(i, value);
            y.set(i % ROWS, y.get(i % ROWS) + value);
        }
        // small: with 0.01 the loss swings, and swings make a difference in rounding large
        return Map.of("x", x, "y", y, "learning_rate", Array.scalar(DType.F32, 0.0003));
    }
}
