package dev.rondo.spark.ml;

import dev.rondo.models.checkpoint.DataSource;
import dev.rondo.models.data.CsvTable;
import dev.rondo.models.data.DataException;
import dev.rondo.models.data.Panel;
import dev.rondo.models.data.Series;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

import java.io.Serializable;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Rows of series as text, in which all readers of series understand them.
 *
 * @param cells of each column, by its name
 */
record SeriesTable(LinkedHashMap<String, ArrayList<String>> cells) implements Serializable {
    private static final long serialVersionUID = 1;

    /** A table of these columns without rows. */
    static SeriesTable of(List<String> columns) {
        LinkedHashMap<String, ArrayList<String>> cells = new LinkedHashMap<>();
        columns.forEach(c -> cells.put(c, new ArrayList<>()));
        return new SeriesTable(cells);
    }

    /** Adds a row that begins with these columns, in their order. */
    void add(Row row) {
        int i = 0;
        for (ArrayList<String> column : cells.values()) {
            column.add(text(row.get(i++)));
        }
    }

    /** The columns that are read, and behind them that of the groups. */
    static Dataset<Row> select(Dataset<?> dataset, Series.Columns columns, Optional<String> group) {
        List<Column> all = new ArrayList<>();
        columns.names().forEach(c -> all.add(functions.col(c)));
        group.ifPresent(g -> all.add(functions.col(g).as("group of " + g)));
        return dataset.toDF().select(all.toArray(Column[]::new));
    }

    /**
     * The rows of a data frame, by groups; without groups, all of them have an empty name. Series
     * are in the order of their names, so that it does not matter in which the rows come.
     */
    static Map<String, SeriesTable> collect(
            Dataset<?> dataset, Series.Columns columns, Optional<String> group) {
        List<String> names = columns.names();
        List<Row> rows = new ArrayList<>(select(dataset, columns, group).collectAsList());
        if (rows.isEmpty()) {
            throw new DataException("the data frame has no rows, so there is nothing to learn");
        }
        columns.id()
                .map(names::indexOf)
                .ifPresent(id -> rows.sort(Comparator.comparing(row -> text(row.get(id)))));
        Map<String, SeriesTable> tables = new TreeMap<>();
        for (Row row : rows) {
            String name = group.isPresent() ? text(row.get(names.size())) : "";
            if (group.isPresent() && name.isEmpty()) {
                throw new DataException(
                        "column '" + group.get() + "' (groupCol): a row belongs to no group");
            }
            tables.computeIfAbsent(name, _ -> of(names)).add(row);
        }
        return tables;
    }

    /**
     * The series.
     *
     * @throws DataException when they cannot be read
     */
    Panel panel(Series.Columns columns) {
        return panel(columns, Digest.UNKNOWN);
    }

    /**
     * The series to learn from, which know what they are.
     *
     * @throws DataException when they cannot be read
     */
    Panel hashed(Series.Columns columns) {
        Digest digest = new Digest();
        cells.forEach(
                (name, column) -> {
                    digest.add(name);
                    column.forEach(digest::add);
                });
        return panel(columns, digest.source());
    }

    private Panel panel(Series.Columns columns, DataSource source) {
        return Panel.of(CsvTable.of(source, new LinkedHashMap<>(cells)), columns);
    }

    /** A cell as text. */
    static String text(Object cell) {
        return switch (cell) {
            case null -> "";
            case Double d -> d.isNaN() ? "" : d.toString();
            case Float f -> f.isNaN() ? "" : f.toString();
            case BigDecimal d -> d.toPlainString();
            case Boolean b -> b ? "1" : "0";
            case Timestamp t -> text(t.toLocalDateTime());
            case Date d -> d.toLocalDate().toString();
            case LocalDateTime t -> t.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
            default -> cell.toString();
        };
    }
}
