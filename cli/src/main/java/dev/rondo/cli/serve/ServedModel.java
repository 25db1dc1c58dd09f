package dev.rondo.cli.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * A model of a run directory as requests see it. What it can do beyond this it says by the
 * interfaces that it implements.
 */
sealed interface ServedModel extends AutoCloseable
        permits ServedText, ServedSeries, ServedTranslation, ServedClasses {
    /** A model that answers {@code predict}. */
    interface Predicting {
        /**
         * Answers.
         *
         * @throws Problem when the request cannot be answered
         */
        ObjectNode predict(ObjectNode request);
    }

    /** A model that answers {@code forecast}. */
    interface Forecasting {
        /**
         * Answers.
         *
         * @throws Problem when the request cannot be answered
         */
        ObjectNode forecast(ObjectNode request);
    }

    /** A model that answers {@code classify}. */
    interface Classifying {
        /**
         * Answers.
         *
         * @throws Problem when the request cannot be answered
         */
        ObjectNode classify(ObjectNode request);
    }

    /** The task that it was trained for, as its run directory names it. */
    String task();

    /** What can be asked of it. */
    List<String> operations();

    /** What it is, for whoever wants to write a request. */
    ObjectNode description();

    /** How many jobs wait for it or are in work. */
    int queued();

    /**
     * Runs the model on nothing of interest for about this long, before the first request. Java
     * compiles what is run often, and vector code is slow until it has.
     */
    void warmUp(long nanoseconds);

    /** Finishes what was accepted, and frees its memory. */
    @Override
    void close();
}
