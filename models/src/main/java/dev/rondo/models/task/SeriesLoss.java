package dev.rondo.models.task;

import dev.rondo.models.forecast.Gaussian;
import dev.rondo.models.forecast.Likelihood;
import dev.rondo.models.forecast.NegativeBinomial;
import dev.rondo.models.forecast.PointForecast;
import dev.rondo.models.forecast.Quantiles;
import dev.rondo.models.forecast.StudentT;

import java.util.Locale;
import java.util.function.Supplier;

/** What a forecaster says of a value, and the loss that follows from it. */
public enum SeriesLoss {
    /** A number alone, with the squared error. */
    SQUARED(PointForecast::mean),
    /** A number alone, with Huber's error. */
    HUBER(PointForecast::robust),
    /** Quantiles, with the pinball loss. */
    PINBALL(() -> Quantiles.USUAL),
    /** A normal distribution, with its log-likelihood. */
    GAUSSIAN(Gaussian::new),
    /** Student's t distribution, with its log-likelihood. */
    STUDENT_T(StudentT::new),
    /** A negative binomial distribution of counts, with its log-likelihood. */
    NEGATIVE_BINOMIAL(NegativeBinomial::new);

    private final Supplier<Likelihood> likelihood;

    SeriesLoss(Supplier<Likelihood> likelihood) {
        this.likelihood = likelihood;
    }

    /** What is said of a value. */
    public Likelihood likelihood() {
        return likelihood.get();
    }

    /** Whether more is said than a number. */
    public boolean isProbabilistic() {
        return this != SQUARED && this != HUBER;
    }

    /** Whether all is said that a value can be drawn from. */
    boolean isDistribution() {
        return isProbabilistic() && this != PINBALL;
    }

    /** The loss of that name, as in commands and files. */
    public static SeriesLoss named(String name) {
        return Values.named("--loss", values(), name);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
