package dev.rondo.cli.task;

import static dev.rondo.graph.Functions.where;

import dev.rondo.array.DType;
import dev.rondo.cell.StackedCell;
import dev.rondo.cell.States;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.models.cell.StatePorts;
import dev.rondo.models.language.LanguageModel;
import dev.rondo.models.loss.CrossEntropy;

import java.util.ArrayList;
import java.util.List;

/** What is computed with a language model that reads a text in pieces. */
final class TextEntries {
    /** Output of {@link #evaluation}: the loss over all positions that count, in nats. */
    static final String TOTAL = "total";

    /** Output of {@link #evaluation}: how many positions count. */
    static final String COUNT = "count";

    private TextEntries() {}

    /** The mean loss of a piece; rows that are marked begin afresh. */
    static Tensor training(Trace t, LanguageModel model, int length, int rows) {
        Tensor fresh = t.input(RestartingStreams.FRESH, DType.BOOL, rows);
        return loss(t, model, length, rows, fresh).mean();
    }

    /** Sums over a piece, for the mean over many. */
    static void evaluation(Trace t, LanguageModel model, int length, int rows) {
        CrossEntropy loss = loss(t, model, length, rows, null);
        t.output(TOTAL, loss.total());
        t.output(COUNT, loss.count());
    }

    private static CrossEntropy loss(
            Trace t, LanguageModel model, int length, int rows, Tensor fresh) {
        Tensor symbols = t.input(LanguageModel.SYMBOLS, DType.I32, length, rows);
        Tensor targets = t.input(LanguageModel.TARGETS, DType.I32, length, rows);
        StackedCell.State first = model.initialState(t.graph(), rows);
        StackedCell.State carried = StatePorts.input(t, LanguageModel.STATE, first);
        LanguageModel.Output read =
                model.over(symbols, fresh == null ? carried : restarted(fresh, first, carried));
        StatePorts.output(t, LanguageModel.STATE, read.last());
        return CrossEntropy.of(read.logits(), targets, CrossEntropy.IGNORED);
    }

    private static StackedCell.State restarted(
            Tensor fresh, StackedCell.State first, StackedCell.State carried) {
        List<Tensor> firsts = States.tensors(first);
        List<Tensor> carries = States.tensors(carried);
        List<Tensor> chosen = new ArrayList<>();
        for (int i = 0; i < firsts.size(); i++) {
            Tensor marks = fresh;
            while (marks.rank() < firsts.get(i).rank()) {
                marks = marks.expand(-1);
            }
            chosen.add(where(marks, firsts.get(i), carries.get(i)));
        }
        return States.with(first, chosen);
    }
}
