package dev.rondo.cli.bench;

import dev.rondo.backend.Backend;
import dev.rondo.backend.BackendException;
import dev.rondo.cli.Interrupt;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.show.Illustrator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Times a workload whose sizes are doubled, one at a time, until the machine ends; see {@link
 * ResultDirectory}.
 */
public final class GrowthRun {
    private final Workload middle;
    private final BenchSettings settings;
    private final GrowthLimits limits;
    private final Interrupt interrupt;
    private final List<String> commandLine;
    private final List<GrowthSeries> series = new ArrayList<>();

    /**
     * Creates a run without timing anything yet.
     *
     * @param middle the workload with which every series begins
     * @param commandLine program and arguments
     * @throws UsageException when even the middle does not fit into memory
     */
    public GrowthRun(
            Workload middle,
            BenchSettings settings,
            GrowthLimits limits,
            Interrupt interrupt,
            List<String> commandLine) {
        middle.checkSize();
        this.middle = middle;
        this.settings = settings;
        this.limits = limits;
        this.interrupt = interrupt;
        this.commandLine = List.copyOf(commandLine);
    }

    /** What is told of a run while it goes on. */
    public interface Listener {
        /** A point was timed. */
        void point(GrowthPoint point);

        /** A series has no further point. */
        void end(GrowthSeries series);
    }

    /**
     * Times all series, until Ctrl-C.
     *
     * @param directory created if it does not exist
     * @param warnings receives warnings about missing pictures
     * @throws UsageException when the directory already holds results
     * @throws BackendException when the backend cannot run the middle
     */
    public void run(Path directory, Backend backend, Listener listener, Consumer<String> warnings)
            throws IOException {
        try (ResultDirectory kept = new ResultDirectory(directory)) {
            Consumer<GrowthPoint> each =
                    point -> {
                        kept.append(point.json());
                        listener.point(point);
                    };
            // in a fresh JVM, the first timing would be that of cold code
            timed(middle, backend);
            for (GrowthAxis axis : GrowthAxis.values()) {
                if (axis.isFor(middle.mode()) && !interrupt.requested()) {
                    time(axis, backend, each).ifPresent(s -> end(s, listener));
                }
            }
            kept.write(GrowthPage.of(this), new Illustrator(warnings));
        }
    }

    private void end(GrowthSeries ended, Listener listener) {
        series.add(ended);
        listener.end(ended);
    }

    /** Empty when Ctrl-C came before its first point. */
    private Optional<GrowthSeries> time(
            GrowthAxis axis, Backend backend, Consumer<GrowthPoint> each) {
        List<GrowthPoint> points = new ArrayList<>();
        Optional<String> end = Optional.empty();
        while (end.isEmpty()) {
            end = next(axis, backend, points, each);
        }
        return points.isEmpty()
                ? Optional.empty()
                : Optional.of(new GrowthSeries(axis, points, end.get()));
    }

    /** Adds a point. Returns why it is the last, if it is. */
    private Optional<String> next(
            GrowthAxis axis,
            Backend backend,
            List<GrowthPoint> points,
            Consumer<GrowthPoint> each) {
        Workload workload = axis.scaled(middle, 1 << points.size());
        try {
            Result result = timed(workload, backend);
            if (interrupt.requested()) {
                // a timing that was cut short says nothing
                return Optional.of("it was interrupted");
            }
            Optional<Result> before =
                    points.reversed().stream().findFirst().map(GrowthPoint::result);
            GrowthPoint point = new GrowthPoint(axis, result, before);
            points.add(point);
            each.accept(point);
            return limits.end(axis, middle, points);
        } catch (UsageException | BackendException e) {
            if (points.isEmpty()) {
                throw e; // not even the first size can be run
            }
            return Optional.of(
                    String.format(Locale.ROOT, "%,d: %s", axis.of(workload), e.getMessage()));
        }
    }

    private Result timed(Workload w, Backend backend) {
        return new Benchmark(w, settings, interrupt::requested)
                .on(backend, Machine.occasion(commandLine));
    }

    /** What is timed, and with it the size at which every series begins. */
    String title() {
        return middle.label() + " and larger, one size at a time";
    }

    /** The series so far. */
    public List<GrowthSeries> series() {
        return List.copyOf(series);
    }

    /** The timings so far. */
    List<Result> results() {
        return series.stream().flatMap(s -> s.points().stream()).map(GrowthPoint::result).toList();
    }

    /** Notes on the results: which are wrong or cold, and how many were checked in part. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>(ResultTable.warnings(results()));
        long parts = results().stream().filter(r -> !ResultTable.whole(r)).count();
        if (parts > 0) {
            notes.add(
                    String.format(
                            Locale.ROOT,
                            "%d of %d were compared with the reference on their first steps and"
                                    + " rows",
                            parts,
                            results().size()));
        }
        return notes;
    }

    /** Whether everything that was timed gave right results. */
    public boolean right() {
        return results().stream().allMatch(r -> r.check().holds());
    }
}
