/**
 * What the lecture and the literature say about recurrent networks, put to the test: experiments,
 * the trials they consist of, and what comes of them.
 *
 * <p>An experiment is one class that implements {@link dev.rondo.cli.experiment.Experiment}, and a
 * line in {@link dev.rondo.cli.experiment.Experiments}.
 */
package dev.rondo.cli.experiment;
