package dev.rondo.cli.task;

import dev.rondo.cli.UsageException;
import dev.rondo.graph.Tensor;
import dev.rondo.models.loss.HuberError;
import dev.rondo.models.loss.SquaredError;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a forecaster minimises. */
public enum SeriesLoss {
    /** {@link SquaredError}: aims at the mean of what may come. */
    SQUARED {
        @Override
        Tensor of(Tensor forecast, Tensor target) {
            return SquaredError.mean(forecast, target);
        }
    },
    /** {@link HuberError} with δ = 1 standard deviation: outliers pull less. */
    HUBER {
        @Override
        Tensor of(Tensor forecast, Tensor target) {
            return new HuberError(1).mean(forecast, target);
        }
    };

    abstract Tensor of(Tensor forecast, Tensor target);

    /** The loss of that name, as commands and files write it. */
    public static SeriesLoss named(String name) {
        for (SeriesLoss loss : values()) {
            if (loss.toString().equals(name)) {
                return loss;
            }
        }
        throw new UsageException(
                "--loss: there is no loss '"
                        + name
                        + "'; there are "
                        + Arrays.stream(values())
                                .map(SeriesLoss::toString)
                                .collect(Collectors.joining(", ")));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
