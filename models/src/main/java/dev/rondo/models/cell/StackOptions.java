package dev.rondo.models.cell;

import dev.rondo.cell.StackedCell;
import dev.rondo.models.layer.Dropout;
import dev.rondo.models.layer.Mode;

/**
 * How a stack of cells is trained. Immutable; each method returns a changed copy.
 *
 * @param dropout of the values that one layer hands to the next (Zaremba et al. 2014, section 3.1)
 * @param recurrentDropout of h where it enters a cell's products, the same elements at every step
 *     (Gal and Ghahramani 2016, section 4)
 * @param residual whether each layer, except the first, adds its input to its output (He et al.
 *     2016; Wu et al. 2016, equation 6)
 */
public record StackOptions(Dropout dropout, Dropout recurrentDropout, boolean residual) {
    /** No dropout, no residual connections. */
    public static StackOptions none() {
        return new StackOptions(Dropout.none(), Dropout.none(), false);
    }

    /** A copy with a rate of dropout between layers. */
    public StackOptions dropout(double rate) {
        return new StackOptions(new Dropout(rate), recurrentDropout, residual);
    }

    /** A copy with a rate of recurrent dropout. */
    public StackOptions recurrentDropout(double rate) {
        return new StackOptions(dropout, new Dropout(rate), residual);
    }

    /** A copy with or without residual connections. */
    public StackOptions residual(boolean on) {
        return new StackOptions(dropout, recurrentDropout, on);
    }

    /**
     * A stack with these options, for one trace.
     *
     * @throws IllegalArgumentException if there is recurrent dropout and a cell is not a {@link
     *     dev.rondo.cell.MaskableCell}
     */
    public StackedCell in(Mode mode, StackedCell cells) {
        StackedCell joined = residual ? cells.residual() : cells;
        return switch (mode) {
            case Mode.Evaluating _ -> joined;
            case Mode.Training _ -> {
                StackedCell dropping = joined.between(dropout.in(mode));
                yield recurrentDropout.rate() > 0
                        ? dropping.masked(recurrentDropout.in(mode))
                        : dropping;
            }
        };
    }
}
