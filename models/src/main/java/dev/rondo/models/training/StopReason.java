package dev.rondo.models.training;

/** Why training ended. */
public enum StopReason {
    /** All steps are done. */
    STEPS,
    /** The time is used up. */
    TIME,
    /** No evaluation was better than the best for too long. */
    PATIENCE,
    /** It was asked to stop, for example by Ctrl-C. */
    REQUESTED
}
