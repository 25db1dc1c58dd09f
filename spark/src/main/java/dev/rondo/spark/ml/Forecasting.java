package dev.rondo.spark.ml;

import dev.rondo.backend.NonFiniteException;
import dev.rondo.models.data.DataException;
import dev.rondo.models.data.Series;
import dev.rondo.models.forecast.Forecast;
import dev.rondo.models.task.SeriesModel;
import dev.rondo.spark.RunFiles;

import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Forecasts the series of a partition, in which the rows of a series follow each other.
 *
 * @param runs the models of groups
 * @param backend what runs them
 * @param batch series that are forecast at once
 * @param form what is read and written
 */
record Forecasting(Broadcast<TreeMap<String, RunFiles>> runs, String backend, int batch, Form form)
        implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1;

    /**
     * What is read and written.
     *
     * @param columns the columns that are read
     * @param id position of the names of series; −1 for one series
     * @param group position of the groups; −1 for none
     * @param timed whether times are written
     * @param spread whether quantiles are written
     * @param invalid error or skip
     */
    record Form(
            List<String> columns, int id, int group, boolean timed, boolean spread, String invalid)
            implements Serializable {
        private static final long serialVersionUID = 1;

        /** Copies the list. */
        Form {
            columns = List.copyOf(columns);
        }

        private Object idOf(Row row) {
            return id < 0 ? "" : row.get(id);
        }

        private String groupOf(Row row) {
            return group < 0 ? "" : SeriesTable.text(row.get(group));
        }

        private boolean isSame(Row a, Row b) {
            return SeriesTable.text(idOf(a)).equals(SeriesTable.text(idOf(b)))
                    && groupOf(a).equals(groupOf(b));
        }
    }

    /** The rows of a series, the name of which is a cell of any type. */
    private record Told(Object id, String group, SeriesTable rows) {}

    /** A series that can be forecast. */
    private record Known(Object id, Series series) {}

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        Map<String, CompiledForecaster> models = new HashMap<>();
        return new BatchIterator<>(new Tellings(rows), batch, some -> forecasts(models, some));
    }

    /** Takes the rows of one series after the other. */
    private final class Tellings implements Iterator<Told> {
        private final Iterator<Row> rows;
        private Optional<Row> next;

        Tellings(Iterator<Row> rows) {
            this.rows = rows;
            this.next = following();
        }

        private Optional<Row> following() {
            return rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
        }

        @Override
        public boolean hasNext() {
            return next.isPresent();
        }

        @Override
        public Told next() {
            Row first = next.orElseThrow();
            SeriesTable table = SeriesTable.of(form.columns);
            while (next.isPresent() && form.isSame(first, next.get())) {
                table.add(next.get());
                next = following();
            }
            return new Told(form.idOf(first), form.groupOf(first), table);
        }
    }

    private List<Row> forecasts(Map<String, CompiledForecaster> models, List<Told> some) {
        Map<String, List<Known>> groups = new LinkedHashMap<>();
        for (Told told : some) {
            known(models, told)
                    .ifPresent(
                            k -> groups.computeIfAbsent(told.group, _ -> new ArrayList<>()).add(k));
        }
        List<Row> results = new ArrayList<>();
        groups.forEach(
                (group, all) -> {
                    List<Forecast> made =
                            models.get(group).forecasts(all.stream().map(Known::series).toList());
                    for (int i = 0; i < made.size(); i++) {
                        write(all.get(i), made.get(i), results);
                    }
                });
        return results;
    }

    private Optional<Known> known(Map<String, CompiledForecaster> models, Told told) {
        try {
            CompiledForecaster forecaster = models.computeIfAbsent(told.group, this::compiled);
            SeriesModel model = forecaster.model();
            Series series = told.rows.panel(model.settings().columns()).series().getFirst();
            int window = model.settings().window();
            if (form.id < 0 && series.rows() < window) {
                throw new DataException(
                        String.format(
                                Locale.ROOT,
                                "it has %d rows; the model reads the last %d. Give it a longer one",
                                series.rows(),
                                window));
            }
            forecaster.check(series);
            return Optional.of(new Known(told.id, series));
        } catch (DataException e) {
            if (form.invalid.equals("skip")) {
                return Optional.empty();
            }
            throw new DataException(
                    (form.id < 0 ? "the series" : "series '" + told.id + "'")
                            + " cannot be forecast: "
                            + e.getMessage()
                            + ". To leave such series out, set handleInvalid to skip",
                    e);
        }
    }

    private CompiledForecaster compiled(String group) {
        RunFiles run = runs.value().get(group);
        if (run == null) {
            throw new DataException(
                    "no model was trained for group '"
                            + group
                            + "'; there are those for "
                            + runs.value().keySet());
        }
        ModelKey key = new ModelKey(run.weights(), backend, batch);
        return IdleModels.take(
                key,
                CompiledForecaster.class,
                () -> new CompiledForecaster(run, key, TaskContext.get().cpus()));
    }

    private void write(Known known, Forecast forecast, List<Row> results) {
        for (int h = 0; h < forecast.points().length; h++) {
            double point = forecast.points()[h];
            if (!Double.isFinite(point)) {
                throw new NonFiniteException(
                        "the model forecasts " + point + " for series '" + known.id + "'");
            }
            List<Object> cells = new ArrayList<>();
            if (form.id >= 0) {
                cells.add(known.id);
            }
            cells.add(h + 1);
            if (form.timed) {
                cells.add(known.series.later(h + 1).orElse(null));
            }
            cells.add(point);
            if (form.spread) {
                cells.add(forecast.quantiles()[h]);
            }
            results.add(RowFactory.create(cells.toArray()));
        }
    }
}
