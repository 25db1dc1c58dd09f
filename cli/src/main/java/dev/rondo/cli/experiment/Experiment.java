package dev.rondo.cli.experiment;

import dev.rondo.backend.NonFiniteException;
import dev.rondo.cli.show.page.Section;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.training.DivergenceException;

import java.util.ArrayList;
import java.util.List;

/**
 * A claim that is put to the test: rows that are compared, the trials of each, and what their
 * results say. It holds nothing; trials may run at the same time.
 *
 * <p>{@link ExperimentRun} does the rest: it runs each trial once, several at a time, keeps what
 * each measures as soon as it ends, and makes tables and page of it.
 */
public interface Experiment {
    /** What is known of it before it is run. */
    Sheet sheet();

    /** The lags or lengths of a row's trials. */
    default List<Integer> lengths(Row row, Plan plan) {
        return plan.lengths();
    }

    /**
     * Runs a trial on one thread. Everything in it follows from the trial's seed.
     *
     * @return what was measured, by name
     * @throws DivergenceException when a loss is not finite; the trial then counts as diverged
     * @throws NonFiniteException likewise
     */
    Configuration run(Trial trial, Plan plan, Lab lab);

    /**
     * What the results of finished trials say: tables of measured against published figures, and
     * charts.
     */
    List<Section> findings(Plan plan, Results results);

    /** The trials of a plan, those of a row together. */
    default List<Trial> trials(Plan plan) {
        List<Trial> trials = new ArrayList<>();
        for (Row row : sheet().rows(plan)) {
            List<Double> rates =
                    plan.size() == Size.TUNING ? row.rates() : List.of(row.learningRate());
            for (int length : lengths(row, plan)) {
                for (double rate : rates) {
                    plan.seedNumbers()
                            .mapToObj(seed -> new Trial(row.name(), length, rate, seed))
                            .forEach(trials::add);
                }
            }
        }
        return trials;
    }
}
