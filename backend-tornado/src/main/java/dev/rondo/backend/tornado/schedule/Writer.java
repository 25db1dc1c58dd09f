package dev.rondo.backend.tornado.schedule;

import dev.rondo.graph.Node;

import java.util.ArrayList;
import java.util.List;

/** Writes drafts as parts of a schedule, after every storage has got its memory. */
final class Writer {
    /** The most operations that a message names. */
    private static final int MOST_NAMES = 4;

    private final TaskWriter tasks;
    private final Alike alike;

    Writer(TaskWriter tasks, Alike alike) {
        this.tasks = tasks;
        this.alike = alike;
    }

    /** Tasks between loops become runs. */
    List<Part> parts(List<Draft> drafts) {
        List<Part> parts = new ArrayList<>();
        List<Task> tasks = new ArrayList<>();
        for (Draft d : drafts) {
            if (d instanceof Draft.Repeat r) {
                close(tasks, parts);
                parts.add(
                        new Part.Loop(
                                r.node().describe(),
                                r.length(),
                                r.trips(),
                                r.estimate(),
                                parts(r.body())));
            } else {
                if (d instanceof Draft.Steps s && s.loop().trips() instanceof Part.Trips.Computed) {
                    close(tasks, parts); // the host looks at the number first
                }
                tasks.add(task(d));
            }
        }
        close(tasks, parts);
        return parts;
    }

    private static void close(List<Task> tasks, List<Part> parts) {
        if (!tasks.isEmpty()) {
            parts.add(new Part.Run(tasks, false));
            tasks.clear();
        }
    }

    private Task task(Draft d) {
        return switch (d) {
            case Draft.Point _,
                    Draft.Fold _,
                    Draft.Product _,
                    Draft.Convolution _,
                    Draft.Scatter _,
                    Draft.Beside _ ->
                    beside(d.parts().stream().flatMap(p -> tasks.tasks(p).stream()).toList());
            case Draft.InTurn i ->
                    new Task.InTurn(origin(d), i.turns().stream().map(this::task).toList());
            case Draft.Steps s ->
                    new Task.Steps(
                            origin(d),
                            s.loop().length(),
                            s.loop().trips(),
                            s.loop().counter(),
                            s.loop().reverse(),
                            s.groups(),
                            s.loop().estimate(),
                            s.loop().body().stream().map(this::task).toList());
            case Draft.Repeat r -> throw new IllegalStateException("not a task: " + r.node());
        };
    }

    private Task beside(List<Task> single) {
        List<Task> merged = alike.merge(single);
        List<Task> pointwise = merged.stream().filter(Task.Pointwise.class::isInstance).toList();
        List<Task> all = new ArrayList<>();
        if (!pointwise.isEmpty()) {
            all.add(pointwise(pointwise));
        }
        merged.stream().filter(t -> !pointwise.contains(t)).forEach(all::add);
        return all.size() == 1 ? all.getFirst() : new Task.Beside(origin(names(single)), all);
    }

    private static Task pointwise(List<Task> tasks) {
        List<Piece> pieces = new ArrayList<>();
        for (Task t : tasks) {
            pieces.addAll(((Task.Pointwise) t).pieces());
        }
        return new Task.Pointwise(origin(names(tasks)), pieces);
    }

    private static List<String> names(List<Task> tasks) {
        return tasks.stream().map(Task::origin).toList();
    }

    private static String origin(Draft d) {
        return origin(d.nodes().stream().map(Node::describe).toList());
    }

    /** The first few names of operations, each once, and how many there are besides. */
    static String origin(List<String> names) {
        List<String> all = names.stream().distinct().toList();
        String first = String.join("; ", all.stream().limit(MOST_NAMES).toList());
        return all.size() <= MOST_NAMES
                ? first
                : first + "; and " + (all.size() - MOST_NAMES) + " more";
    }
}
