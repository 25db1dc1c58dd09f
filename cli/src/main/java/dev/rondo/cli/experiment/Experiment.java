package dev.rondo.cli.experiment;

import dev.rondo.backend.NonFiniteException;
import dev.rondo.cli.UsageException;
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
    /** The name on the command line and in files. */
    String name();

    /** What it shows, in one sentence. */
    String shows();

    /** Where the claim and the published figures come from. */
    String source();

    /** What is compared, in the order of the table. */
    List<Row> rows();

    /**
     * What is run if no option says otherwise.
     *
     * @param size quick, real, or the choice of learning rates
     */
    Plan plan(Size size);

    /** How long that takes on two idle cores, in words. */
    String duration(Size size);

    /**
     * Refuses a plan that cannot be, before anything is computed.
     *
     * @throws UsageException when a length does not fit
     */
    void check(Plan plan);

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

    /** The measured number that {@code --tune} compares learning rates by. */
    Score score();

    /**
     * What the results of finished trials say: tables of measured against published figures, and
     * charts.
     */
    List<Section> findings(Plan plan, Results results);

    /**
     * A measured number that says how good a trial is.
     *
     * @param name of the number
     * @param what it is, for the table
     * @param highest whether high is good
     */
    record Score(String name, String what, boolean highest) {}

    /** The rows of a plan. */
    default List<Row> rows(Plan plan) {
        return rows().stream().filter(r -> plan.rows().contains(r.name())).toList();
    }

    /** The trials of a plan, those of a row together. */
    default List<Trial> trials(Plan plan) {
        List<Trial> trials = new ArrayList<>();
        for (Row row : rows(plan)) {
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
