package dev.rondo.models.data;

/** The parts of a data set that must not mix. */
public enum Split {
    /** What a model learns from. */
    TRAINING,
    /** What tells the best model. */
    VALIDATION,
    /** What tells how good it is; looked at once. */
    TEST
}
