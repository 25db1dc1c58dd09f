package dev.rondo.cli.experiment;

import java.util.Arrays;
import java.util.List;

/** A network or method that an experiment compares, by custom a constant of an enum. */
interface Kind {
    /** Its row of the table. */
    Row row();

    /** The rows of all kinds, in their order. */
    static List<Row> rows(Kind... all) {
        return Arrays.stream(all).map(Kind::row).toList();
    }

    /** The kind whose row has a name. */
    static <K extends Kind> K named(K[] all, String row) {
        return Arrays.stream(all)
                .filter(k -> k.row().name().equals(row))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no row " + row));
    }
}
