package dev.rondo.models.task;

import dev.rondo.cell.CellFactory;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.cell.DropConnect;
import dev.rondo.models.cell.StackOptions;
import dev.rondo.models.cell.Zoneout;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.layer.Dropout;

/**
 * The cells of a model.
 *
 * @param cell kind of cell by name
 * @param layers number of stacked cells
 * @param hidden size of a state
 * @param dropout rate of dropout between layers, below the first and above the last
 * @param recurrentDropout rate of dropout of a cell's state where it enters its products
 * @param dropConnect rate of dropped elements of recurrent weights
 * @param zoneout rate of kept elements of a cell's state
 * @param residual whether each layer except the first adds its input to its output
 */
public record StackSettings(
        String cell,
        int layers,
        int hidden,
        double dropout,
        double recurrentDropout,
        double dropConnect,
        double zoneout,
        boolean residual) {
    /** Checks names and sizes. */
    public StackSettings {
        Values.known("--cell", () -> Cells.named(cell));
        Values.atLeast("--layers", layers, 1);
        Values.atLeast("--hidden", hidden, 1);
        Values.within("--dropout", dropout, 0, 1);
        Values.within("--recurrent-dropout", recurrentDropout, 0, 1);
        Values.within("--dropconnect", dropConnect, 0, 1);
        Values.within("--zoneout", zoneout, 0, 1);
        if (residual && layers < 2) {
            throw new SettingException(
                    "--residual connects layers and needs --layers of at least 2, got " + layers);
        }
    }

    /** Settings without dropout, zoneout or residual connections. */
    public StackSettings(String cell, int layers, int hidden) {
        this(cell, layers, hidden, 0, 0, 0, 0, false);
    }

    /** The same cells with the dropout and zoneout of others. */
    StackSettings trainedAs(StackSettings other) {
        return new StackSettings(
                cell,
                layers,
                hidden,
                other.dropout,
                other.recurrentDropout,
                other.dropConnect,
                other.zoneout,
                residual);
    }

    /** Makes the cells. */
    public CellFactory cells() {
        return Cells.named(cell);
    }

    /** The options of the cells for training. */
    public StackOptions options() {
        return new StackOptions(
                new Dropout(dropout),
                new Dropout(recurrentDropout),
                new DropConnect(dropConnect),
                new Zoneout(zoneout),
                residual);
    }

    Configuration addTo(Configuration c) {
        return c.with("cell", cell)
                .with("layers", layers)
                .with("hidden", hidden)
                .with("dropout", dropout)
                .with("recurrent_dropout", recurrentDropout)
                .with("dropconnect", dropConnect)
                .with("zoneout", zoneout)
                .with("residual", residual);
    }

    static StackSettings parse(Configuration c) {
        checkCell(c);
        return new StackSettings(
                c.text("cell"),
                c.integer("layers", 1, Integer.MAX_VALUE),
                c.integer("hidden", 1, Integer.MAX_VALUE),
                // run directories from before these settings do not have them
                c.number("dropout", 0),
                c.number("recurrent_dropout", 0),
                c.number("dropconnect", 0),
                c.number("zoneout", 0),
                c.flag("residual", false));
    }

    /** Checks that the cell exists, because a cell of another module may be missing now. */
    private static void checkCell(Configuration c) {
        try {
            Cells.named(c.text("cell"));
        } catch (IllegalArgumentException e) {
            throw c.wrong(
                    "cell",
                    "the name of a cell that is here ("
                            + e.getMessage()
                            + "); put the jar that has it on RONDO_CLASSPATH");
        }
    }
}
