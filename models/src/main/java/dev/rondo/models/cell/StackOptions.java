package dev.rondo.models.cell;

import dev.rondo.cell.Cell;
import dev.rondo.cell.MaskableCell;
import dev.rondo.cell.StackedCell;
import dev.rondo.models.layer.Dropout;
import dev.rondo.models.layer.Mode;

/**
 * How a stack of cells is trained. Immutable; each method returns a changed copy.
 *
 * @param dropout of the values that one layer hands to the next (Zaremba et al. 2014, section 3.1)
 * @param recurrentDropout of h where it enters a cell's products, the same elements at every step
 *     (Gal and Ghahramani 2016, section 4)
 * @param dropConnect of the weights by which a cell multiplies its state
 * @param zoneout of each cell's state
 * @param residual whether each layer, except the first, adds its input to its output (He et al.
 *     2016; Wu et al. 2016, equation 6)
 */
public record StackOptions(
        Dropout dropout,
        Dropout recurrentDropout,
        DropConnect dropConnect,
        Zoneout zoneout,
        boolean residual) {
    /** No dropout of any kind, no zoneout, no residual connections. */
    public static StackOptions none() {
        return new StackOptions(
                Dropout.none(), Dropout.none(), DropConnect.none(), Zoneout.none(), false);
    }

    /** A copy with a rate of dropout between layers. */
    public StackOptions dropout(double rate) {
        return new StackOptions(
                new Dropout(rate), recurrentDropout, dropConnect, zoneout, residual);
    }

    /** A copy with a rate of recurrent dropout. */
    public StackOptions recurrentDropout(double rate) {
        return new StackOptions(dropout, new Dropout(rate), dropConnect, zoneout, residual);
    }

    /** A copy with a rate of DropConnect. */
    public StackOptions dropConnect(double rate) {
        return new StackOptions(
                dropout, recurrentDropout, new DropConnect(rate), zoneout, residual);
    }

    /** A copy with a rate of zoneout. */
    public StackOptions zoneout(double rate) {
        return new StackOptions(
                dropout, recurrentDropout, dropConnect, new Zoneout(rate), residual);
    }

    /** A copy with or without residual connections. */
    public StackOptions residual(boolean on) {
        return new StackOptions(dropout, recurrentDropout, dropConnect, zoneout, on);
    }

    /**
     * A stack with these options, for one trace.
     *
     * @throws IllegalArgumentException if there is recurrent dropout and a cell is not a {@link
     *     MaskableCell}
     */
    public StackedCell in(Mode mode, StackedCell cells) {
        StackedCell joined = residual ? cells.residual() : cells;
        return joined.between(dropout.in(mode)).with(c -> ofCell(mode, c));
    }

    /**
     * One cell with these options, for one trace.
     *
     * @throws IllegalArgumentException if there is recurrent dropout and the cell is not a {@link
     *     MaskableCell}
     */
    public <S extends Record> Cell<S> ofCell(Mode mode, Cell<S> cell) {
        boolean training = mode instanceof Mode.Training;
        Cell<S> masked =
                training && recurrentDropout.rate() > 0
                        ? MaskableCell.masked(cell, recurrentDropout.in(mode))
                        : cell;
        return zoneout.in(mode, dropConnect.in(mode, masked));
    }
}
