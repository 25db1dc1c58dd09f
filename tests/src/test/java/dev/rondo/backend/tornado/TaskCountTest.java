package dev.rondo.backend.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.DType;
import dev.rondo.backend.tornado.schedule.Area;
import dev.rondo.backend.tornado.schedule.Costs;
import dev.rondo.backend.tornado.schedule.EntryLowering;
import dev.rondo.backend.tornado.schedule.Grain;
import dev.rondo.backend.tornado.schedule.Part;
import dev.rondo.backend.tornado.schedule.Piece;
import dev.rondo.backend.tornado.schedule.Place;
import dev.rondo.backend.tornado.schedule.Schedule;
import dev.rondo.backend.tornado.schedule.ScheduleText;
import dev.rondo.backend.tornado.schedule.Task;
import dev.rondo.backend.tornado.schedule.VariableLayout;
import dev.rondo.cell.Recurrence;
import dev.rondo.compiler.Passes;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.models.cell.Lstm;
import dev.rondo.models.layer.Dense;
import dev.rondo.models.loss.SquaredError;
import dev.rondo.models.optimizer.Adam;
import dev.rondo.models.optimizer.TrainingStep;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a device has to do for one training step of an LSTM: each task costs a launch, and each copy
 * a wait.
 */
@ParameterizedClass(name = "work-items share memory: {0}")
@ValueSource(booleans = {true, false})
class TaskCountTest {
    private static final int T = 50;
    private static final int B = 32;
    private static final int SIZE = 128;

    /** It costs nothing to start tasks, so that no loop is one kernel. */
    private static final Costs FREE_STARTS = new Costs(2, 0, 0, 0, 1, 1, 1, 1);

    private final boolean sharing;
    private final Schedule schedule;
    private final List<Part.Loop> loops = new ArrayList<>();
    private final List<Part.Run> runs = new ArrayList<>();

    TaskCountTest(boolean sharing) {
        this.sharing = sharing;
        schedule = schedule(new Grain(Grain.LARGEST_GROUP, sharing, FREE_STARTS));
        collect(schedule.parts());
    }

    private static Schedule schedule(Grain grain) {
        return schedule(grain, B, SIZE);
    }

    private static Schedule schedule(Grain grain, int batch, int size) {
        Scope scope = Scope.root();
        var cell = new Lstm(scope.child("cell"), size, size);
        var readOut = new Dense(scope.child("out"), size, 1);
        var step =
                new TrainingStep(scope, new Adam(scope.child("adam"), scope.parameters()))
                        .clippingAt(1);
        Program program =
                Program.of(DType.F32, scope, 5)
                        .with(
                                "train",
                                step.minimizing(
                                        t -> {
                                            var xs = t.input("x", T, batch, size);
                                            var last = Recurrence.of(cell).over(xs).last();
                                            return SquaredError.mean(
                                                    readOut.of(last.h()), t.input("y", batch, 1));
                                        }));
        return EntryLowering.entry(
                Passes.allBut(Set.of()).apply(program.entries().get("train")),
                VariableLayout.of(program.variables(), program.dtype()),
                grain,
                false);
    }

    private void collect(List<Part> parts) {
        for (Part p : parts) {
            switch (p) {
                case Part.Run r -> runs.add(r);
                case Part.Loop l -> {
                    loops.add(l);
                    collect(l.body());
                }
            }
        }
    }

    private static int tasks(Part.Loop loop) {
        return loop.body().stream()
                .mapToInt(p -> p instanceof Part.Run r ? r.tasks().size() : 1000)
                .sum();
    }

    @Test
    void aStepOfTheLoopIsAtMostThreeTasksForwardAndFourBackward() {
        String text = String.join("\n", ScheduleText.of(schedule));

        assertThat(loops).as(text).hasSize(2);
        assertThat(loops).as(text).allMatch(l -> l.trips().equals(new Part.Trips.Always(T)));
        assertThat(tasks(loops.getFirst())).as(text).isBetween(1, 3);
        assertThat(tasks(loops.getLast())).as(text).isBetween(1, 4);
    }

    @Test
    void eachLoopIsOneKernelAndAllIsOneTaskGraph() {
        Costs costs = sharing ? Costs.gpu(132) : Costs.cpu(2);
        Schedule whole = schedule(new Grain(Grain.LARGEST_GROUP, sharing, costs));
        String text = String.join("\n", ScheduleText.of(whole));

        assertThat(whole.parts()).as(text).hasSize(1);
        Part.Run run = (Part.Run) whole.parts().getFirst();
        assertThat(run.loops()).as(text).hasSize(2);
        assertThat(run.loops()).as(text).allMatch(l -> l.groups() == (sharing ? B : 2));
        assertThat(run.tasks()).as(text).hasSizeLessThanOrEqualTo(sharing ? 14 : 9);
    }

    @Test
    void aCoreDoesASmallTrainingStepInTurn() {
        Costs costs = sharing ? Costs.gpu(132) : Costs.cpu(2);
        Schedule small = schedule(new Grain(Grain.LARGEST_GROUP, sharing, costs), 2, 8);
        String text = String.join("\n", ScheduleText.of(small));

        Part.Run run = (Part.Run) small.parts().getFirst();
        assertThat(run.loops()).as(text).hasSize(2);
        assertThat(run.loops()).as(text).allMatch(l -> l.groups() == (sharing ? 2 : 1));
        assertThat(run.tasks()).as(text).hasSizeLessThanOrEqualTo(sharing ? 9 : 2);
    }

    @Test
    void aStepOfTheLoopIsOneTaskGraph() {
        assertThat(loops).allMatch(l -> l.body().size() == 1);
    }

    @Test
    void whatIsOutsideOfTheLoopsIsFewTasksThoughTheUpdateOfAllParametersIsAmongIt() {
        List<Task> all = new ArrayList<>();
        runs.forEach(r -> all.addAll(r.tasks()));

        assertThat(all.size() - tasks(loops.getFirst()) - tasks(loops.getLast()))
                .as(String.join("\n", ScheduleText.of(schedule)))
                .isLessThanOrEqualTo(sharing ? 12 : 9);
        assertThat(all).anyMatch(t -> t.written().stream().anyMatch(a -> isVariables(a.area())));
    }

    @Test
    void variablesOfOneSizeAreUpdatedByOnePiece() {
        List<Piece> updates = new ArrayList<>();
        runs.forEach(r -> r.tasks().forEach(t -> updates(t, updates)));

        assertThat(updates.stream().map(Piece::size).filter(n -> n > 1))
                .as(String.join("\n", ScheduleText.of(schedule)))
                .containsExactlyInAnyOrder(SIZE * SIZE, SIZE);
    }

    private static void updates(Task task, List<Piece> into) {
        switch (task) {
            case Task.Pointwise p ->
                    p.pieces().stream()
                            .filter(q -> isVariables(q.stores().getFirst().to().arena().area()))
                            .forEach(into::add);
            case Task.ForEach f -> updates(f.work(), into);
            case Task.Beside b -> b.parts().forEach(t -> updates(t, into));
            case Task.InTurn i -> i.turns().forEach(t -> updates(t, into));
            default -> {}
        }
    }

    private static boolean isVariables(Area area) {
        return area == Area.VARIABLES;
    }

    @Test
    void nothingComesToTheHostButTheOutputs() {
        for (Part.Run r : runs) {
            assertThat(r.fetched().isEmpty()).isEqualTo(r != schedule.parts().getLast());
            assertThat(r.fetched()).allMatch(a -> a.area() == Area.OUTPUTS);
        }
        int outputs = schedule.outputs().values().stream().mapToInt(TaskCountTest::bytes).sum();
        assertThat(outputs).isPositive();
        assertThat(
                        schedule.sizes().entrySet().stream()
                                .filter(e -> e.getKey().area() == Area.OUTPUTS)
                                .mapToInt(e -> e.getValue() * e.getKey().storage().bytes())
                                .sum())
                .as("bytes fetched, where each output begins at a boundary of 64 bytes")
                .isBetween(outputs, outputs + 64 * schedule.outputs().size());
    }

    private static int bytes(Place place) {
        return place.dims().stream().reduce(place.dtype().bytes(), Math::multiplyExact);
    }
}
