package dev.rondo.cli.task;

import dev.rondo.graph.Tensor;
import dev.rondo.models.loss.HuberError;
import dev.rondo.models.loss.SquaredError;

import java.util.Locale;

/** What a forecaster minimises. */
public enum SeriesLoss {
    /** {@link SquaredError}: aims at the mean of what may come. */
    SQUARED {
        @Override
        public Tensor of(Tensor forecast, Tensor target) {
            return SquaredError.mean(forecast, target);
        }
    },
    /** {@link HuberError} with δ = 1 standard deviation: outliers pull less. */
    HUBER {
        @Override
        public Tensor of(Tensor forecast, Tensor target) {
            return new HuberError(1).mean(forecast, target);
        }
    };

    /** The mean loss of forecasts and of what came, both [B, H]. */
    public abstract Tensor of(Tensor forecast, Tensor target);

    /** The loss of that name, as commands and files write it. */
    public static SeriesLoss named(String name) {
        return Values.named("--loss", values(), name);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
