package dev.rondo.backend.tornado.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A schedule as text: its task graphs, their transfers, and the number of tasks of a step. */
public final class ScheduleText {
    private final List<String> lines = new ArrayList<>();
    private final Schedule schedule;
    private int graphs;

    private ScheduleText(Schedule schedule) {
        this.schedule = schedule;
    }

    /** The lines. */
    public static List<String> of(Schedule schedule) {
        ScheduleText text = new ScheduleText(schedule);
        text.lines.add(
                String.format(
                        Locale.ROOT,
                        "Entry '%s': %d tasks; arenas %s",
                        schedule.entry(),
                        tasks(schedule.parts()),
                        text.arenas(schedule.sizes())));
        text.parts(schedule.parts(), "  ");
        return text.lines;
    }

    /** The number of tasks in all parts. A task that is repeated counts once. */
    private static int tasks(List<Part> parts) {
        int n = 0;
        for (Part p : parts) {
            n +=
                    switch (p) {
                        case Part.Run r -> r.tasks().size();
                        case Part.Loop l -> tasks(l.body());
                    };
        }
        return n;
    }

    private String arenas(Map<Arena, Integer> sizes) {
        List<String> all = new ArrayList<>();
        sizes.forEach(
                (a, n) ->
                        all.add(
                                String.format(
                                        Locale.ROOT,
                                        "%s %,d bytes",
                                        a.title(),
                                        (long) n * a.storage().bytes())));
        return String.join(", ", all);
    }

    private List<String> of(Area area) {
        return schedule.sizes().keySet().stream()
                .filter(a -> a.area() == area)
                .map(Arena::title)
                .toList();
    }

    private void parts(List<Part> parts, String indent) {
        for (Part p : parts) {
            switch (p) {
                case Part.Run r -> {
                    String transfers =
                            (graphs == 0 ? transfer(", host to device: ", of(Area.INPUTS)) : "")
                                    + transfer(
                                            ", device to host: ",
                                            r.fetched().stream().map(Arena::title).toList());
                    lines.add(
                            String.format(
                                    Locale.ROOT,
                                    "%stask graph %d, %d tasks%s",
                                    indent,
                                    graphs++,
                                    r.tasks().size(),
                                    transfers));
                    r.tasks().forEach(t -> lines.add(indent + "  " + text(t)));
                }
                case Part.Loop l -> {
                    lines.add(
                            String.format(
                                    Locale.ROOT,
                                    "%s%s, each of %d tasks (%s): %s",
                                    indent,
                                    steps(l.trips(), l.length()),
                                    tasks(l.body()),
                                    l.estimate(),
                                    l.origin()));
                    parts(l.body(), indent + "  ");
                }
            }
        }
    }

    private static String transfer(String words, List<String> arenas) {
        return arenas.isEmpty() ? "" : words + String.join(" ", arenas);
    }

    private static String steps(Part.Trips trips, int length) {
        return trips instanceof Part.Trips.Always(int n)
                ? n + " steps"
                : "up to " + length + " steps";
    }

    private static String text(Task task) {
        return what(task) + ": " + task.origin();
    }

    private static String what(Task task) {
        return switch (task) {
            case Task.Pointwise p ->
                    "elementwise " + p.pieces().stream().map(Piece::dims).distinct().toList();
            case Task.Reduce r -> r.function() + " of " + r.dims() + " to the first " + r.kept();
            case Task.MatMul m -> "product " + m.left().dims() + "·" + m.right().dims();
            case Task.Convolution c ->
                    "convolution " + c.image().dims() + " by " + c.kernel().dims();
            case Task.ScatterAdd s -> "rows by index " + s.updates().dims();
            case Task.Beside b ->
                    String.join(" | ", b.parts().stream().map(ScheduleText::what).toList());
            case Task.InTurn i ->
                    "in turn: "
                            + String.join(
                                    "; ", i.turns().stream().map(ScheduleText::what).toList());
            case Task.Steps s ->
                    String.format(
                            Locale.ROOT,
                            "%s in one kernel of %s (%s), each step: %s",
                            steps(s.trips(), s.length()),
                            s.groups() == 1 ? "a work-group" : s.groups() + " work-groups",
                            s.estimate(),
                            String.join("; ", s.turns().stream().map(ScheduleText::what).toList()));
            case Task.ForEach f -> f.members() + " × " + what(f.work());
            case Task.Touch _ -> "names the arenas";
        };
    }
}
