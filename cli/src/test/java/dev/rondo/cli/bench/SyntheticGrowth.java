package dev.rondo.cli.bench;

import dev.rondo.array.DType;
import dev.rondo.backend.Availability;
import dev.rondo.backend.Device;
import dev.rondo.models.checkpoint.Configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Points that nobody timed: costs are functions of the workload. */
record SyntheticGrowth(ToDoubleFunction<Workload> millis, ToDoubleFunction<Workload> bytes) {
    static final Workload MIDDLE = new Workload("lstm", 10, 4, 8, 8, 1, Mode.TRAIN, DType.F32);

    /** The first points of a series. */
    List<GrowthPoint> points(GrowthAxis axis, int count) {
        List<GrowthPoint> points = new ArrayList<>();
        Optional<Result> before = Optional.empty();
        for (int k = 0; k < count; k++) {
            Result result = result(axis.scaled(MIDDLE, 1 << k));
            points.add(new GrowthPoint(axis, result, before));
            before = Optional.of(result);
        }
        return points;
    }

    private Result result(Workload w) {
        double nanos = millis.applyAsDouble(w) * 1e6;
        return new Result(
                w,
                new Device("simd", "cpu", "", Availability.yes()),
                1,
                0,
                new Timing(1, 3, nanos, nanos, 0, OptionalDouble.empty()),
                (long) bytes.applyAsDouble(w),
                0,
                new Check(w.seq(), w.batch(), 0, 1e-5, ""),
                new BenchSettings(0, 1, Set.of()),
                Configuration.empty());
    }
}
