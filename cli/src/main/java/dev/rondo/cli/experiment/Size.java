package dev.rondo.cli.experiment;

/** How much of an experiment is run. */
public enum Size {
    /** Half a minute or so, to see that everything works; its figures say little. */
    QUICK,
    /** What is reported. */
    REAL,
    /** The choice of learning rates, on seeds that are not reported. */
    TUNING
}
