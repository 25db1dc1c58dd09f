package dev.rondo.cli.task;

import dev.rondo.graph.Tensor;
import dev.rondo.models.loss.HuberError;
import dev.rondo.models.loss.SquaredError;

import java.util.Locale;

/** The loss of a forecaster. */
public enum SeriesLoss {
    /** {@link SquaredError}: aims at the mean of the possible values. */
    SQUARED {
        @Override
        Tensor of(Tensor forecast, Tensor target) {
            return SquaredError.mean(forecast, target);
        }
    },
    /** {@link HuberError} with δ = 1 standard deviation: outliers have less weight. */
    HUBER {
        @Override
        Tensor of(Tensor forecast, Tensor target) {
            return new HuberError(1).mean(forecast, target);
        }
    };

    abstract Tensor of(Tensor forecast, Tensor target);

    /** The loss of that name, as in commands and files. */
    public static SeriesLoss named(String name) {
        return Values.named("--loss", values(), name);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
